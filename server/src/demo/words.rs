//! What people of the demonstration write: made up, in the tone of such notes.

use shared::ticket::Category;
use shared::visit::MissedReason;

/// Who signs a report, and in what capacity.
pub(super) const SIGNERS: [(&str, &str); 10] = [
    ("Mme Chapuis", "directrice"),
    ("M. Gagnaire", "directeur"),
    ("Mme Valentin", "directrice"),
    ("Mme Berthéas", "enseignante de CM1"),
    ("M. Thizy", "directeur"),
    ("Mme Peyrard", "directrice"),
    ("M. Oriol", "enseignant de CE2"),
    ("Mme Delorme", "directrice par intérim"),
    ("Mme Bador", "enseignante de GS"),
    ("M. Exbrayat", "directeur"),
];

/// Notes on a visit.
pub(super) const NOTES: [&str; 8] = [
    "Trois ordinateurs de la salle informatique seraient à remplacer à la prochaine dotation.",
    "La directrice demande une présentation des tablettes en conseil des maîtres.",
    "Le local technique est encombré : accès à la baie difficile.",
    "Mises à jour lancées sur le chariot, à vérifier au prochain passage.",
    "Nouvel enseignant en CM2 : comptes créés et prise en main faite.",
    "Deux étiquettes d’inventaire recollées en classe 3.",
    "Le wifi faiblit au fond du couloir de l’étage, borne à déplacer.",
    "Rien à signaler, parc en bon état.",
];

/// How one gets into a school.
pub(super) const ACCESS: [&str; 5] = [
    "Sonner au portail côté cour, la gardienne ouvre jusqu’à 11 h 30.",
    "Se garer rue de derrière ; clé de la salle informatique au secrétariat.",
    "Code du portillon à demander au bureau de direction.",
    "Passer par la maternelle pendant les travaux.",
    "Prévenir la veille : la directrice a classe toute la journée.",
];

/// Why a step of a visit did not work.
pub(super) const FAILED: [&str; 4] = [
    "Salle occupée par l’orthophoniste.",
    "Lampe en fin de vie, demande faite.",
    "Chariot resté déchargé, à refaire.",
    "Débit très faible ce jour, box redémarrée sans effet.",
];

/// Why a visit could not be made.
pub(super) const MISSED: [(MissedReason, &str); 5] = [
    (MissedReason::SiteClosed, "Sortie scolaire, personne sur place."),
    (MissedReason::Strike, "École fermée ce jour."),
    (MissedReason::NoAccess, "Portail fermé, pas de réponse au téléphone."),
    (MissedReason::TechnicianAbsent, ""),
    (MissedReason::SiteAsked, "Évaluations nationales, l’école préfère un autre jour."),
];

/// What a dispatcher asks a school.
pub(super) const QUESTIONS: [&str; 4] = [
    "Bonjour, est-ce que cela concerne un seul poste ou toute la classe ?",
    "Bonjour, pouvez-vous nous donner le numéro de l’étiquette ?",
    "Bonjour, le voyant de la box est-il vert ou rouge ?",
    "Bonjour, pouvez-vous réessayer après avoir débranché la prise une minute ?",
];

/// What a school answers.
pub(super) const ANSWERS: [&str; 4] = [
    "Seulement le poste du fond, les autres fonctionnent.",
    "L’étiquette est illisible, c’est le portable près de la fenêtre.",
    "Rouge depuis lundi matin.",
    "Nous avons essayé, cela n’a rien changé.",
];

/// Why something waits.
pub(super) const WAITING: [&str; 4] =
    ["Pièce commandée", "En attente du devis", "Attente de la livraison", "Travaux dans la salle"];

/// What is found on a visit, without having been asked for.
pub(super) const FOUND: [(Category, &str); 4] = [
    (Category::Computer, "Deux portables du chariot ne se chargent plus."),
    (Category::Projection, "Image jaunie au tableau de la classe 2."),
    (Category::Printer, "Imprimante hors ligne au bureau."),
    (Category::Tablet, "Tablettes pleines, photos de l’an dernier."),
];

/// Why a request is not for this service.
pub(super) const REFUSED: [&str; 2] = [
    "Ce matériel appartient à l’école : voir avec la mairie.",
    "La ligne téléphonique dépend de l’opérateur, signalée à la direction.",
];

/// What was done about a request.
pub(super) fn done(category: Category) -> &'static [&'static str] {
    match category {
        Category::Projection => &[
            "Filtre nettoyé, mise au point refaite.",
            "Câble HDMI remplacé, essai avec l’enseignante.",
            "Stylet recalibré.",
        ],
        Category::Computer => &[
            "Mises à jour terminées, démarrage en une minute.",
            "Clavier et souris remplacés.",
            "Disque nettoyé, session recréée.",
        ],
        Category::Tablet => &["Tablettes mises à jour et rechargées.", "Compte remis en place."],
        Category::Printer => {
            &["Rouleau nettoyé, pilote réinstallé.", "Bac réglé, essais corrects."]
        }
        Category::Network => {
            &["Borne redémarrée, couverture vérifiée.", "Prise refaite, lien à 1 Gb/s."]
        }
        Category::Sound => &["Sortie audio rétablie sur les enceintes.", "Câble jack remplacé."],
        Category::Software => &["Mot de passe remis à zéro avec l’école.", "Logiciel réinstallé."],
        Category::Other | Category::Unknown => &["Fait avec la direction.", "Matériel déplacé."],
    }
}
