//! What is bought for orders, as a file for suppliers.

use super::{Line, Supply};
use crate::id::SupplyId;
use crate::order;
use crate::row::State;
use crate::site::Site;
use crate::words::statement::DEMONSTRATION;
use std::sync::Arc;

/// The columns of the file.
const HEAD: &str = "bon;ligne;reference;quantite;prix_unitaire_ht;livraison;etablissement;contact";
/// The end of a line.
const END: &str = "\r\n";
/// One column more in a demonstration.
const MADE_UP: &str = ";donnees";

/// Where suppliers deliver.
const DEPOT: &str = "depot";

/// A field of the file: quoted, and no formula to a program that opens tables.
fn field(text: &str) -> String {
    let begins = text.starts_with(['=', '+', '-', '@', '\t']);
    format!("\"{}{}\"", if begins { "'" } else { "" }, text.replace('"', "\"\""))
}

/// The articles of these orders that are bought, those of one supplier together: one order form
/// each, named by the supplier. Prices are those of the orders, before tax. Work is not bought. In
/// a demonstration each line says so: nobody takes it for an order.
pub fn to_suppliers(state: &State, ids: &[SupplyId]) -> String {
    let supplies = ids.iter().filter_map(|id| state.supplies.get(id));
    let mut bought: Vec<(&Line, &Arc<Supply>)> = Vec::new();
    for supply in supplies {
        let lines = supply.lines.iter().filter(|line| line.kind.is_delivered());
        bought.extend(lines.map(|line| (line, supply)));
    }
    order::sort_by(&mut bought, |(a, of_a), (b, of_b)| {
        let key = |line: &Line| (line.supplier.clone(), line.reference.clone(), line.label.clone());
        key(a).cmp(&key(b)).then_with(|| of_a.site.cmp(&of_b.site))
    });
    // The mark by which programs of tables know UTF-8.
    let mut text = String::from("\u{feff}");
    text.push_str(HEAD);
    let is_made_up = state.is_made_up();
    if is_made_up {
        text.push_str(MADE_UP);
    }
    text.push_str(END);
    let mut before: Option<&str> = None;
    let mut number = 0_u32;
    for (line, supply) in bought {
        number = if before == Some(line.supplier.as_str()) { number + 1 } else { 1 };
        before = Some(line.supplier.as_str());
        let site = state.sites.get(&supply.site);
        let of_site = |text: fn(&Site) -> &str| site.map_or("", |site| text(site));
        let reference = if line.reference.is_empty() { &line.label } else { &line.reference };
        let price = line.unit.before_tax(line.vat).0;
        let cells = [
            field(&line.supplier),
            number.to_string(),
            field(reference),
            line.quantity.to_string(),
            format!("{},{:02}", price / 100, price % 100),
            DEPOT.to_owned(),
            field(of_site(Site::official_name)),
            field(of_site(|site| &site.mail)),
        ];
        text.push_str(&cells.join(";"));
        if is_made_up {
            text.push(';');
            text.push_str(DEMONSTRATION);
        }
        text.push_str(END);
    }
    text
}
