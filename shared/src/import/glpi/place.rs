//! Where a device is: by UAI first, then by the name of the site and of its commune, else a
//! person is asked. Nothing in GLPI forces the UAI to be present, nor says where it is.

use crate::import::communes::commune_words;
use crate::import::uai;
use crate::import::value::collapse;

/// A site that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownSite {
    /// Its key: a UAI, or the identifier of a teaching unit.
    pub id: String,
    /// Its name.
    pub name: String,
    /// INSEE code of its commune.
    pub commune: String,
    /// Name of its commune.
    pub commune_name: String,
}

/// How a site was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiteMatch {
    /// By its key.
    ById(String),
    /// By its name and its commune.
    ByName(String),
    /// Several agree, or one that has to be confirmed: these.
    Unsure(Vec<String>),
    /// A right UAI, of no known site.
    UnknownUai(String),
    /// Nothing tells.
    None,
}

impl SiteMatch {
    /// The site, when it is sure.
    pub fn site(&self) -> Option<&str> {
        match self {
            Self::ById(site) | Self::ByName(site) => Some(site),
            _ => None,
        }
    }
}

/// The values of a record that may tell the site.
pub(in crate::import) struct Clues<'a> {
    pub location: &'a str,
    pub entity: &'a str,
    pub inventory: &'a str,
    pub name: &'a str,
}

pub(in crate::import) struct FoundPlace {
    pub site: SiteMatch,
    pub room: String,
}

/// Words that say nothing of which school it is.
const GENERIC: &[&str] = &[
    "ecole",
    "maternelle",
    "elementaire",
    "primaire",
    "publique",
    "public",
    "privee",
    "prive",
    "unite",
    "enseignement",
    "groupe",
    "scolaire",
    "eepu",
    "empu",
    "eppu",
    "de",
    "du",
    "des",
    "la",
    "le",
    "les",
    "l",
    "d",
    "et",
];

/// Words that tell two schools of one name apart.
const LEVELS: &[&str] = &["maternelle", "elementaire", "primaire"];

struct Place<'a> {
    site: &'a KnownSite,
    id: String,
    /// Words of the name that matter.
    proper: Vec<String>,
    level: Option<&'static str>,
    commune: Vec<String>,
}

pub(in crate::import) struct Places<'a>(Vec<Place<'a>>);

impl<'a> Places<'a> {
    pub(in crate::import) fn new(sites: &'a [KnownSite]) -> Self {
        let places = sites.iter().map(|site| {
            let words = split(&site.name);
            Place {
                site,
                id: site.id.to_uppercase(),
                level: level_of(&words),
                proper: words.into_iter().filter(|w| !GENERIC.contains(&w.as_str())).collect(),
                commune: split(&site.commune_name),
            }
        });
        Self(places.collect())
    }

    pub(in crate::import) fn find(&self, clues: &Clues) -> FoundPlace {
        let site = match self.by_id(clues) {
            SiteMatch::None => self.by_name(clues),
            found => found,
        };
        let room = self.room(clues.location, &site);
        FoundPlace { site, room }
    }

    fn by_id(&self, clues: &Clues) -> SiteMatch {
        let texts = [clues.location, clues.entity, clues.inventory, clues.name];
        let mut codes: Vec<String> = texts.iter().flat_map(|text| uai::find_all(text)).collect();
        codes.dedup();
        let mut known: Vec<String> = Vec::new();
        for place in &self.0 {
            let is_named = codes.contains(&place.id) || is_segment(&texts[..2], &place.id);
            if is_named {
                known.push(place.site.id.clone());
            }
        }
        match (known.len(), codes.into_iter().next()) {
            (1, _) => SiteMatch::ById(known.remove(0)),
            (2.., _) => SiteMatch::Unsure(known),
            (0, Some(code)) if self.0.is_empty() => SiteMatch::ById(code),
            (0, Some(code)) => SiteMatch::UnknownUai(code),
            (0, None) => SiteMatch::None,
        }
    }

    fn by_name(&self, clues: &Clues) -> SiteMatch {
        let text = split(&format!("{} {}", clues.location, clues.entity));
        let holds = |word: &String| text.contains(word);
        let named: Vec<&Place> = self
            .0
            .iter()
            .filter(|place| !place.proper.is_empty() && place.proper.iter().all(holds))
            .collect();
        let here: Vec<&Place> = named
            .iter()
            .copied()
            .filter(|place| text.contains(&place.site.commune) || in_commune(place, &text))
            .collect();
        match narrowed(&here, &text)[..] {
            [] => candidates(&named),
            [place] => SiteMatch::ByName(place.site.id.clone()),
            ref several => candidates(several),
        }
    }

    /// The segments of the location behind the one that tells the site.
    fn room(&self, location: &str, site: &SiteMatch) -> String {
        let first = location.lines().next().unwrap_or("");
        let segments: Vec<String> = first.split('>').map(collapse).collect();
        let place = site.site().and_then(|id| self.0.iter().find(|p| p.site.id == id));
        let tells = |segment: &String| {
            let words = split(segment);
            let Some(place) = place else {
                return !uai::find_all(segment).is_empty();
            };
            segment.to_uppercase().contains(&place.id)
                || *segment == place.site.commune
                || words == place.commune
                || (!place.proper.is_empty() && place.proper.iter().all(|w| words.contains(w)))
        };
        match segments.iter().rposition(tells) {
            Some(at) => segments[at + 1..].join(" > "),
            None if segments.len() > 1 => segments.last().cloned().unwrap_or_default(),
            None => String::new(),
        }
    }
}

/// Of schools of one name in one commune, those with the most words in common, then those of the
/// level that the text tells.
fn narrowed<'p>(here: &[&'p Place<'p>], text: &[String]) -> Vec<&'p Place<'p>> {
    let most = here.iter().map(|place| place.proper.len()).max();
    let longest = here.iter().filter(|place| Some(place.proper.len()) == most);
    let longest: Vec<&Place> = longest.copied().collect();
    let Some(level) = level_of(text).filter(|_| longest.len() > 1) else {
        return longest;
    };
    let same: Vec<&Place> =
        longest.iter().copied().filter(|place| place.level == Some(level)).collect();
    if same.is_empty() { longest } else { same }
}

fn candidates(places: &[&Place]) -> SiteMatch {
    if places.is_empty() {
        return SiteMatch::None;
    }
    SiteMatch::Unsure(places.iter().map(|place| place.site.id.clone()).collect())
}

/// The name of the commune, its words one after the other.
fn in_commune(place: &Place, text: &[String]) -> bool {
    let length = place.commune.len();
    length > 0 && text.windows(length).any(|window| window == place.commune)
}

/// Whether one of the segments is this identifier: those of teaching units have no pattern.
fn is_segment(texts: &[&str], id: &str) -> bool {
    let mut segments = texts.iter().flat_map(|text| text.split(['>', '\n']));
    segments.any(|segment| segment.trim().to_uppercase() == id)
}

fn level_of(words: &[String]) -> Option<&'static str> {
    let mut levels = LEVELS.iter().copied();
    levels.find(|level| words.iter().any(|word| word == level))
}

fn split(text: &str) -> Vec<String> {
    let plain = commune_words(text);
    plain.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}
