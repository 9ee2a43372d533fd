//! What schools write and ask for in the calls of the demonstration. All of it is made up.

use shared::article::{ArticleKind, Pot};
use shared::equipment::EquipmentKind;

/// Name, nature, section, price in cents, training that its user must have had.
pub(super) type Sold = (&'static str, ArticleKind, Pot, i64, Option<&'static str>);

/// What projects ask for. Prices are made up.
pub(super) const SOLD: [Sold; 5] = [
    (
        "Classe mobile de 16 tablettes",
        ArticleKind::Device(EquipmentKind::Tablet),
        Pot::Investment,
        620_000,
        Some("tablettes"),
    ),
    (
        "Écran interactif mobile",
        ArticleKind::Device(EquipmentKind::Board),
        Pot::Investment,
        289_000,
        Some("ecran"),
    ),
    ("Robots programmables, lot de 6", ArticleKind::Small, Pot::Investment, 94_000, None),
    ("Studio d’enregistrement", ArticleKind::Small, Pot::Investment, 61_500, None),
    ("Ressources numériques pour un an", ArticleKind::Service, Pot::Operating, 24_000, None),
];

/// Title, purpose, classes, pupils, how many of each article.
pub(super) type Written = (&'static str, &'static str, u32, u32, &'static [(usize, u32)]);

pub(super) const PROJECTS: [Written; 14] = [
    (
        "Une web-radio au cycle 3",
        "Les élèves préparent une émission par mois, l’enregistrent et l’ouvrent aux familles.",
        3,
        71,
        &[(3, 2), (4, 1)],
    ),
    (
        "Programmer des robots dès le CP",
        "Se repérer, donner des consignes, corriger une erreur\u{a0}: une séance par semaine.",
        2,
        46,
        &[(2, 2)],
    ),
    (
        "Lire à voix haute et s’écouter",
        "Chaque élève s’enregistre, s’écoute et progresse à son rythme.",
        4,
        96,
        &[(0, 1), (3, 1)],
    ),
    (
        "Le journal de l’école",
        "Écrire, illustrer et mettre en page un journal par trimestre avec toutes les classes.",
        6,
        148,
        &[(0, 1)],
    ),
    (
        "Cartographier notre quartier",
        "Photographier, mesurer et dessiner le quartier avec les archives municipales.",
        2,
        52,
        &[(0, 1), (4, 1)],
    ),
    (
        "Des histoires image par image",
        "La maternelle invente un conte, fabrique les décors et l’anime.",
        3,
        68,
        &[(1, 1), (3, 1)],
    ),
    (
        "Calculer en défi entre classes",
        "Deux écoles se lancent des défis chaque vendredi sur l’écran de la classe.",
        4,
        101,
        &[(1, 2)],
    ),
    (
        "Un herbier numérique",
        "Observer les plantes de la cour au fil de l’année et tenir un carnet illustré.",
        3,
        74,
        &[(0, 1)],
    ),
    (
        "Écrire à une école d’Écosse",
        "Des messages audio et des visioconférences avec une classe partenaire.",
        2,
        49,
        &[(1, 1), (3, 1)],
    ),
    (
        "Sciences et capteurs",
        "Mesurer la température et le bruit de l’école, puis proposer des améliorations.",
        3,
        77,
        &[(2, 1), (4, 2)],
    ),
    (
        "L’atelier photo des petits",
        "Apprendre à regarder, cadrer et raconter, avec une exposition en juin.",
        2,
        44,
        &[(0, 1)],
    ),
    (
        "Le musée dans la classe",
        "Préparer et prolonger les visites avec les œuvres en grand format.",
        5,
        119,
        &[(1, 2), (4, 1)],
    ),
    (
        "Coder un jeu pour les CM2",
        "De l’idée au jeu jouable, présenté aux futurs collégiens.",
        2,
        54,
        &[(2, 3)],
    ),
    (
        "Un conte bilingue enregistré",
        "Les familles prêtent leur voix, les élèves montent et publient.",
        4,
        93,
        &[(3, 2)],
    ),
];

/// The criteria of each call.
pub(super) const CRITERIA: [(&str, u32); 3] =
    [("Intérêt pédagogique", 45), ("Élèves concernés", 30), ("Durée et partage", 25)];
