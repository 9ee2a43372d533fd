//! `create-account`: creates the first coordinator, or any other account.

use super::{CommandFailure, Data};
use crate::state::now_ms;
use crate::{accounts, identity};
use clap::{Args, ValueEnum};
use shared::account::Account;
use shared::id::AccountId;
use shared::role::Role;

/// Who, and as what
#[derive(Args)]
pub struct CreateAccount {
    #[command(flatten)]
    data: Data,
    /// The address to sign in with
    #[arg(long)]
    mail: String,
    /// The name that others see
    #[arg(long)]
    name: String,
    /// The role of the account
    #[arg(long, value_enum)]
    role: RoleName,
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Technician,
    Dispatcher,
    Coordinator,
    Observer,
    Adviser,
}

impl CreateAccount {
    /// Creates the account and prints its password, once.
    ///
    /// # Errors
    /// When the address is taken or the store fails.
    pub fn perform(self) -> Result<(), CommandFailure> {
        let role = match self.role {
            RoleName::Technician => Role::Technician,
            RoleName::Dispatcher => Role::Dispatcher,
            RoleName::Coordinator => Role::Coordinator,
            RoleName::Observer => Role::Observer,
            RoleName::Adviser => Role::Adviser,
        };
        let password = identity::new_password()?;
        let id = AccountId::from_parts(now_ms(), identity::random()?);
        let account = Account::blank(id, self.name, role, None);
        let store = self.data.open()?;
        store
            .change(|writer| accounts::create(writer, account, &self.mail, &password, now_ms()))?;
        println!("Password of {}, for the first sign-in: {password}", self.mail);
        Ok(())
    }
}
