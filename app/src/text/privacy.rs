//! Words of «Données personnelles» and «Accessibilité».

pub const PRIVACY: &str = "Données personnelles";
pub const PRIVACY_PARAGRAPHS: [(&str, &str); 6] = [
    (
        "Pourquoi",
        "Tournée sert à une mission de service public\u{a0}: équiper les écoles en matériel \
         numérique et l’entretenir. Elle garde ce qu’il faut pour prévoir les passages, suivre les \
         demandes, les commandes, les prêts, les formations et le budget, et en rendre compte.",
    ),
    (
        "Ce qui est gardé",
        "Le nom et l’adresse électronique professionnels des agents, qui a fait quoi et quand, les \
         textes et photos des demandes, le nom, la fonction et la signature de la personne qui \
         reçoit le technicien. Une école n’a qu’un compte partagé, sans nom de personne. Le nom, \
         la classe et les formations des enseignants qui utilisent le matériel\u{a0}: seuls leur \
         école, les techniciens qui y passent et la planification les voient\u{a0}; un formateur \
         ne voit que le nom et la classe des écoles inscrites à ses sessions. Les notes d’un jury, \
         que seul le jury et la coordination lisent. Le registre ci-dessous dit le détail de \
         chaque service.",
    ),
    (
        "Ce qui n’est jamais gardé",
        "Aucune position d’un appareil ou d’une personne, aucun classement de la vitesse des \
     agents, \
         aucun traceur, aucun service tiers. Les photos perdent leurs données cachées (lieu, \
         appareil) avant d’être rangées.",
    ),
    (
        "Sur cet appareil",
        "Une copie de ce qui vous concerne est gardée dans ce navigateur, pour travailler sans \
         réseau, avec vos brouillons (35\u{a0}jours au plus). Se déconnecter les efface, avec les \
         saisies et les photos déjà envoyées\u{a0}; ce qui n’est pas encore envoyé, ou demande \
         encore votre aide, reste jusqu’à ce que ce soit fait. Les actualités lues n’y sont \
         notées que pour vous les épargner\u{a0}: personne ne sait qui les a lues. Les \
         saisies qu’un collègue vous confie y restent jusqu’à leur envoi, puis 35\u{a0}jours au \
         plus.",
    ),
    (
        "Qui en répond, qui les voit",
        "La collectivité est responsable du traitement, au titre de sa mission d’intérêt public \
         (article 6.1.e du RGPD). Les agents voient ce dont leur travail a besoin, une école ce \
         qui la concerne, les communes et les comités des chiffres de leurs écoles. La page \
         publique du plan ne montre que des actualités et des chiffres figés, sans nom de \
         personne ni d’école, et ne note rien de ceux qui la lisent. Une école \
         qui ne l’a pas refusé est prévenue de ses passages à son adresse publiée, sans nom de \
         personne. Rien n’est transmis à d’autres ni hors de l’Union européenne par Tournée.",
    ),
    (
        "Vos droits",
        "Vous pouvez demander une copie de ce qui vous concerne, le faire rectifier ou effacer, en \
         limiter l’usage ou vous y opposer, auprès du délégué à la protection des données de la \
         collectivité, puis saisir la CNIL (cnil.fr). Après l’effacement d’un agent parti restent, \
         sans son nom, le travail fait pour les écoles et les traces ci-dessous.",
    ),
];
pub const PERIODS: &str = "Combien de temps";
pub const PERIOD_LINES: [(&str, &str); 14] = [
    ("Demandes closes et passages, avec photos et signatures", "5\u{a0}ans"),
    ("Commandes, prêts, projets, notes de jury, sessions et abonnements terminés", "5\u{a0}ans"),
    ("Projets refusés ou en attente, après la décision de l’appel", "2\u{a0}ans"),
    ("Engagements et mandats, une fois soldés", "10\u{a0}ans"),
    ("Texte des saisies (leur numéro reste, pour ne rien compter deux fois)", "3\u{a0}ans"),
    ("Connexions, codes, révocations", "1\u{a0}an"),
    ("Qui, de la planification, regarde un planning en ce moment", "45\u{a0}secondes"),
    ("Absences, après leur dernier jour", "1\u{a0}an"),
    ("Noms des enseignants, après leur départ (les formations restent comptées)", "1\u{a0}an"),
    ("Nom, adresse et appareils d’un agent, après son départ", "1\u{a0}an"),
    ("Bilans figés, sans nom de personne", "sans limite"),
    ("Actualités, après leur dernier jour", "1\u{a0}an"),
    ("Lettres aux écoles sur leurs passages et leurs demandes", "1\u{a0}an"),
    ("Photos qu’aucune saisie ne nomme", "60\u{a0}jours"),
];

/// What is done with data for one service (RGPD, article 30).
pub struct Processing {
    /// The service.
    pub service: &'static str,
    /// What for.
    pub purpose: &'static str,
    /// Data of which people.
    pub data: &'static str,
    /// Who sees it.
    pub recipients: &'static str,
    /// How long it is kept.
    pub period: &'static str,
}

pub const REGISTER: &str = "Registre des traitements";
pub const REGISTER_INTRO: &str = "Responsable\u{a0}: la collectivité. Base\u{a0}: mission \
     d’intérêt public (RGPD, articles 6.1.e et 30). Mesures communes\u{a0}: comptes nommés, \
     droits par rôle vérifiés pour chaque ligne, échanges chiffrés, trace de chaque saisie, \
     aucun transfert hors de l’Union européenne.";
pub const REGISTER_PURPOSE: &str = "Finalité";
pub const REGISTER_DATA: &str = "Personnes et données";
pub const REGISTER_RECIPIENTS: &str = "Destinataires";
pub const REGISTER_PERIOD: &str = "Durée";
pub const PROCESSINGS: [Processing; 12] = [
    Processing {
        service: "Comptes et appareils",
        purpose: "Reconnaître qui se connecte, et ce que chacun peut voir et faire.",
        data: "Agents\u{a0}: nom, adresse professionnelle, rôle, second facteur, appareils, \
             connexions.",
        recipients: "Coordination\u{a0}; répartition pour les noms et les appareils.",
        period: "1\u{a0}an après le départ\u{a0}; connexions 1\u{a0}an.",
    },
    Processing {
        service: "Passages et demandes",
        purpose: "Prévoir les passages, dépanner, et prouver ce qui a été fait.",
        data: "Agents\u{a0}: qui a fait quoi, absences, lieu de départ et véhicule. \
             Écoles\u{a0}: textes et photos, nom, fonction et signature de qui reçoit le \
             technicien.",
        recipients: "L’école, les techniciens de ses passages, la répartition.",
        period: "5\u{a0}ans\u{a0}; absences 1\u{a0}an.",
    },
    Processing {
        service: "Lettres et calendriers",
        purpose: "Prévenir les écoles, et montrer les passages dans un agenda.",
        data: "Adresse publiée de l’école, sans nom de personne. Agents\u{a0}: les demi-journées \
             de leur agenda, s’ils le partagent.",
        recipients: "L’école, par le relais de courriel de la collectivité\u{a0}; qui a reçu \
             l’adresse secrète de l’agenda.",
        period: "Lettres 1\u{a0}an\u{a0}; agenda tant qu’il est partagé.",
    },
    Processing {
        service: "Commandes, renouvellement et parc",
        purpose: "Équiper les écoles, et savoir ce que deviennent les appareils.",
        data: "Qui a demandé, décidé, remis et reçu\u{a0}; l’enseignant à qui l’appareil est \
             remis.",
        recipients: "L’école, les techniciens qui remettent, la répartition.",
        period: "5\u{a0}ans après la fin\u{a0}; l’inventaire, sans nom, tant que l’appareil est \
             connu.",
    },
    Processing {
        service: "Prêts",
        purpose: "Prêter des valises, et savoir où elles sont.",
        data: "Qui a réservé, reçu et rendu.",
        recipients: "L’école, les techniciens, la répartition\u{a0}; une autre école ne voit que \
             les jours pris.",
        period: "5\u{a0}ans après le retour.",
    },
    Processing {
        service: "Formations",
        purpose: "Former avant de remettre du matériel, et tenir les présences.",
        data: "Enseignants\u{a0}: nom, classe ou fonction, formations, présences. Élèves\u{a0}: \
             un nombre par classe, aucun nom.",
        recipients: "Leur école, le formateur de la session, la planification.",
        period: "Noms 1\u{a0}an après le départ\u{a0}; sessions 5\u{a0}ans.",
    },
    Processing {
        service: "Appels à projets",
        purpose: "Choisir les projets par des notes motivées.",
        data: "Qui a déposé\u{a0}; jurés\u{a0}: nom, notes, retraits pour conflit d’intérêts.",
        recipients: "L’école pour le sien, le jury pour tous, et les notes des autres après les \
             siennes, la coordination\u{a0}; la commune pour le titre, le montant et la décision.",
        period: "5\u{a0}ans\u{a0}; un projet refusé 2\u{a0}ans.",
    },
    Processing {
        service: "Budget",
        purpose: "Suivre ce qui est voté, engagé et payé.",
        data: "Fournisseurs et financeurs\u{a0}: nom, engagements, mandats, recettes. \
             Agents\u{a0}: qui a saisi.",
        recipients: "Coordination, et lecture par la répartition\u{a0}; les comités n’ont que \
             des totaux.",
        period: "10\u{a0}ans après le solde.",
    },
    Processing {
        service: "Abonnements",
        purpose: "Suivre l’internet et l’ENT des écoles, et leurs pannes.",
        data: "Opérateur, contrat, numéro de l’accès\u{a0}: rien d’une personne.",
        recipients: "L’école pour les siens, les techniciens, la répartition.",
        period: "5\u{a0}ans après la fin.",
    },
    Processing {
        service: "Bilans et sobriété",
        purpose: "Rendre compte aux trois comités, et au titre du développement durable.",
        data: "Des nombres. Moins de 5 personnes d’une commune ne sont pas dites\u{a0}; aucun \
             chiffre par agent.",
        recipients: "Comités et communes, chacune sa fiche\u{a0}; tout le monde pour un total \
             public.",
        period: "Sans limite, sans nom de personne.",
    },
    Processing {
        service: "Actualités et page publique",
        purpose: "Informer les écoles et le public.",
        data: "Aucune\u{a0}: ni photo, ni nom, ni mesure de qui lit.",
        recipients: "Ceux à qui l’actualité s’adresse.",
        period: "1\u{a0}an après leur dernier jour.",
    },
    Processing {
        service: "Traces et sauvegardes",
        purpose: "Retrouver une saisie, une erreur, un accès, et tout remettre après une panne.",
        data: "Compte, appareil et adresse de réseau des connexions, numéro des saisies.",
        recipients: "Qui exploite le serveur.",
        period: "1\u{a0}an\u{a0}; sauvegardes selon la collectivité.",
    },
];

pub const ACCESSIBILITY_PARAGRAPHS: [(&str, &str); 7] = [
    (
        "Où en est-on",
        "Aucun audit n’a encore été fait selon le RGAA 4.1\u{a0}: la loi demande alors de dire \
             «\u{a0}non conforme\u{a0}». Tournée est écrite pour en suivre les critères.",
    ),
    (
        "Ce qui est vérifié à chaque version",
        "Chaque écran passe un contrôle automatique (axe-core, WCAG 2.2 A et AA) sans erreur, en \
             clair et en sombre\u{a0}; les parcours principaux se font au clavier et à \
             320\u{a0}pixels de large. Cela vaut pour tous les services\u{a0}: passages, \
             demandes, commandes, prêts, formations, appels à projets, budget, abonnements, \
             bilans, sobriété, actualités, et pour la page publique du plan, qui se lit sans \
             script et s’imprime.",
    ),
    (
        "Ce qui peut encore gêner",
        "La carte de la couverture se lit à l’œil\u{a0}: la liste, qui prend sa place d’un \
             bouton, dit la même chose. La signature dessinée demande un pointeur\u{a0}: un nom \
             écrit suffit.",
    ),
    (
        "Documents à télécharger",
        "Tous les PDF sont balisés (PDF/UA-1)\u{a0}: exports, bilans, procès-verbaux des appels à \
             projets et lettres. Les tableaux existent aussi en CSV et en XLSX.",
    ),
    (
        "Dessins et tableaux",
        "Chaque dessin du tableau de bord dit ses nombres en une phrase et a son tableau. La \
             grille des prêts, le budget et les feuilles de présence sont des tableaux avec \
             leurs en-têtes.",
    ),
    (
        "Schéma pluriannuel 2026-2028",
        "2026\u{a0}: chaque critère du RGAA est passé en revue pour tous les services, et ce qui \
             reste ouvert est compté à chaque version, sans jamais pouvoir augmenter. \
             2027\u{a0}: audit par un tiers, puis correction de ce qu’il trouve. \
             2028\u{a0}: nouvel audit, essais avec des personnes qui utilisent une aide \
             technique. Le plan d’action de l’année est repris dans cette page.",
    ),
    (
        "Signaler un défaut",
        "Écrivez à la personne qui vous a donné votre accès. Si vous n’avez pas de réponse, vous \
             pouvez saisir le Défenseur des droits (defenseurdesdroits.fr).",
    ),
];
pub const DATA: &str = "Données";
pub const ATTRIBUTION: &str = "Données\u{a0}: ministère de l’Éducation nationale (Licence \
     Ouverte 2.0), INSEE, IGN.";
