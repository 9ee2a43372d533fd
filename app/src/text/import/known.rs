//! The files that «Importer» takes.

/// Each kind of file, with what it must have.
pub const KNOWN_FILES: [(&str, &str); 20] = [
    ("Les écoles", "l’annuaire de l’éducation du ministère, tel que publié (2023 ou 2026)"),
    (
        "Les effectifs et l’IPS des écoles",
        "les listes annuelles du ministère, telles que publiées\u{a0}: elles complètent les \
         écoles déjà connues",
    ),
    ("Les fermetures d’écoles", "la liste des établissements fermés du ministère"),
    (
        "Les unités d’enseignement",
        "un tableau avec les colonnes identifiant, nom, commune, adresse, code_postal, latitude, \
         longitude, etablissement_associe",
    ),
    (
        "Le matériel",
        "un export CSV de GLPI\u{a0}; «\u{a0}Date d’achat\u{a0}», «\u{a0}Date de mise en \
         service\u{a0}», «\u{a0}Valeur\u{a0}», «\u{a0}Fin de support\u{a0}» et \
         «\u{a0}Durée de vie (mois)\u{a0}» sont lus",
    ),
    ("Les fins de support", "un tableau avec les colonnes modele, fin_de_support, source"),
    (
        "Les formations suivies ailleurs",
        "un tableau avec les colonnes uai, enseignant, fonction, formation, date, organisme, \
         justificatif\u{a0}; les formations sont celles des réglages",
    ),
    (
        "Les présences aux formations",
        "un tableau avec les colonnes session, jour, uai, etablissement, enseignant, fonction, \
         presence, heures, comme l’export «\u{a0}Présences\u{a0}»",
    ),
    (
        "Le stock prêté",
        "un tableau avec les colonnes article, unite, etiquette, numero_serie, contenu (16 \
         tablettes, 1 chargeur), etat, achat, prix_ttc",
    ),
    (
        "Les réservations d’avant",
        "un tableau avec les colonnes materiel, etablissement, debut, fin, enseignant\u{a0}; le \
         matériel est un article prêté ou l’étiquette d’une unité",
    ),
    (
        "Les lignes internet",
        "un tableau avec les colonnes numero_ligne, site, adresse, code_postal, offre, \
         debit_descendant, debit_montant, date_mise_en_service, fin_engagement, \
         abonnement_mensuel_ht, taux_tva\u{a0}; et, si vous les avez, uai, commune, operateur, \
         telephone, contrat, reconduction_mois, preavis_mois",
    ),
    (
        "Les ENT",
        "un tableau avec les colonnes uai, nom, etat, date_ouverture, classes, eleves, \
         enseignants, prix_annuel_ttc",
    ),
    ("Le calendrier scolaire", "le fichier du ministère, en CSV ou .ics"),
    (
        "Une liste de prix",
        "un tableau avec les colonnes reference, designation, famille, prix_unitaire_ht, taux_tva, \
         eco_participation, disponibilite, reconditionne",
    ),
    (
        "Les montants par école",
        "un tableau avec les colonnes uai, montant_ttc, motif\u{a0}: ils remplacent ceux du petit \
         budget qui est préparé ou ouvert",
    ),
    (
        "Le budget du plan",
        "l’annexe de la délibération\u{a0}: ligne, groupe, libelle, investissement_annuel_ttc, \
         fonctionnement_annuel_ttc",
    ),
    (
        "Les mandats",
        "l’export du système financier\u{a0}: exercice, chapitre, operation, nature, fonction, \
         n_engagement, date_engagement, tiers, objet, montant_engage_ttc, montant_ht, n_mandat, \
         date_mandat, montant_mandate_ttc\u{a0}; et, si vous les avez, ligne, mandat_corrige",
    ),
    ("Les communes", "un tableau avec les colonnes code_insee, nom, population"),
    (
        "Les contours des communes",
        "un fichier GeoJSON, une commune par objet, avec son code INSEE\u{a0}: la carte les \
         dessine, sans réseau aussi",
    ),
    (
        "Des saisies non envoyées",
        "le fichier que donne «\u{a0}Exporter mes saisies non envoyées\u{a0}» sur un appareil",
    ),
];
