//! Words of «Connexion».

pub const TITLE: &str = "Connexion";
pub const MAIL: &str = "Adresse e-mail";
pub const PASSWORD: &str = "Mot de passe";
pub const SUBMIT: &str = "Se connecter";
pub const SUBMITTING: &str = "Connexion en cours…";
pub const SCHOOL_TABLET: &str = "C’est la tablette d’une école\u{a0}?";
pub const MISSING: &str = "Indiquez votre adresse e-mail et votre mot de passe.";
pub const WRONG: &str = "L’adresse e-mail ou le mot de passe n’est pas le bon. Vérifiez-les, puis \
     recommencez\u{a0}; un coordinateur peut vous donner un nouveau mot de passe.";
pub const INSECURE: &str = "Cette adresse ne commence pas par «\u{a0}https\u{a0}»\u{a0}: le \
     navigateur n’y garde pas la connexion. Demandez la bonne adresse à votre service \
     informatique.";
pub const NO_COOKIE: &str = "Le navigateur n’a pas gardé la connexion. Autorisez les cookies pour \
     cette adresse, puis recommencez.";
pub const SHOW: &str = "Afficher le mot de passe";
pub const CHOOSE: &str = "Ce mot de passe vous a été donné\u{a0}: choisissez le vôtre, puis \
     connectez-vous.";
pub const EXPIRED: &str = "Ce mot de passe provisoire a plus de 7\u{a0}jours. Demandez-en un \
     autre à un coordinateur.";
pub const TAKEN: &str = "Quelqu’un d’autre est encore connecté sur cet appareil. Cette \
     personne doit d’abord se déconnecter\u{a0}; un coordinateur peut aussi lui donner un \
     nouveau mot de passe.";
pub const LEAVE_PROVIDER: &str = "Fermer aussi la session de la collectivité dans ce navigateur";
pub const OTHERWISE: &str = "Se connecter autrement";
pub const PROVIDER_GIVEN_UP: &str = "La connexion a été abandonnée. Vous pouvez recommencer.";
pub const PROVIDER_FAILED: &str = "La connexion par la collectivité n’a pas abouti. \
     Recommencez\u{a0}; si cela dure, prévenez votre service informatique.";
pub const PROVIDER_SILENT: &str = "Le service de connexion de la collectivité ne répond pas. \
     Recommencez dans quelques minutes, ou prévenez votre service informatique.";
pub const NO_ACCOUNT: &str = "La collectivité vous a reconnu, mais aucun compte n’est ouvert ici \
     pour vous. Demandez-le à un coordinateur.";

/// «Se connecter avec …».
pub fn with_provider(name: &str) -> String {
    format!("Se connecter avec {name}")
}

pub const GIVE_CODE: &str = "Donnez aussi le code de votre deuxième facteur.";
pub const CODE: &str = "Code de l’application";
pub const CODE_HINT: &str = "Six chiffres, ou un code de secours";
pub const WRONG_CODE: &str = "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant.";
