//! Words of «Données personnelles» and «Accessibilité».

pub const PRIVACY: &str = "Données personnelles";
pub const PRIVACY_PARAGRAPHS: [(&str, &str); 6] = [
    (
        "Pourquoi",
        "Tournée sert à une mission de service public\u{a0}: entretenir le matériel informatique \
     des \
         écoles. Elle garde ce qu’il faut pour prévoir les passages, suivre les demandes et en \
         rendre compte.",
    ),
    (
        "Ce qui est gardé",
        "Le nom et l’adresse électronique professionnels des agents, qui a fait quoi et quand, les \
         textes et photos des demandes, le nom, la fonction et la signature de la personne qui \
         reçoit le technicien. Une école n’a qu’un compte partagé, sans nom de personne. Le nom, \
         la classe et les formations des enseignants qui utilisent le matériel\u{a0}: seuls leur \
         école, les techniciens qui y passent et la planification les voient\u{a0}; un formateur \
         ne voit que le nom et la classe des écoles inscrites à ses sessions.",
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
         qui la concerne, les communes et les comités des chiffres de leurs écoles. Rien n’est \
         transmis à d’autres ni hors de l’Union européenne par Tournée.",
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
pub const PERIOD_LINES: [(&str, &str); 9] = [
    ("Demandes closes et passages, avec photos et signatures", "5\u{a0}ans"),
    ("Texte des saisies (leur numéro reste, pour ne rien compter deux fois)", "3\u{a0}ans"),
    ("Connexions, codes, révocations", "1\u{a0}an"),
    ("Absences, après leur dernier jour", "1\u{a0}an"),
    ("Noms des enseignants, après leur départ (les formations restent comptées)", "1\u{a0}an"),
    ("Nom, adresse et appareils d’un agent, après son départ", "1\u{a0}an"),
    ("Bilans figés, sans nom de personne", "sans limite"),
    ("Actualités, après leur dernier jour", "5\u{a0}ans"),
    ("Photos qu’aucune saisie ne nomme", "60\u{a0}jours"),
];

pub const ACCESSIBILITY_PARAGRAPHS: [(&str, &str); 4] = [
    (
        "Où en est-on",
        "Aucun audit n’a encore été fait selon le RGAA 4.1\u{a0}: la loi demande alors de dire \
     «\u{a0}non \
         conforme\u{a0}». Tournée est écrite pour en suivre les critères.",
    ),
    (
        "Ce qui est vérifié à chaque version",
        "Chaque écran passe un contrôle automatique (axe-core, WCAG 2.2 A et AA) sans erreur, en \
     clair \
         et en sombre\u{a0}; les parcours principaux se font au clavier et à 320\u{a0}pixels de \
     large.",
    ),
    (
        "Ce qui peut encore gêner",
        "La carte de la couverture n’a pas d’équivalent tactile\u{a0}: la liste à côté dit la \
     même chose. \
         La signature dessinée demande un pointeur\u{a0}: un nom écrit suffit.",
    ),
    (
        "Signaler un défaut",
        "Écrivez à la personne qui vous a donné votre accès. Si vous n’avez pas de réponse, vous \
         pouvez saisir le Défenseur des droits (defenseurdesdroits.fr).",
    ),
];
pub const DATA: &str = "Données";
pub const ATTRIBUTION: &str = "Données\u{a0}: ministère de l’Éducation nationale (Licence \
     Ouverte 2.0), \
     INSEE, IGN.";
