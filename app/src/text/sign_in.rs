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
pub const SHOW: &str = "Afficher le mot de passe";
