//! Every maximum of the product, in one place. Counts unless the name ends in a unit.

use crate::id::Millis;

/// One sentence: the title of a ticket, a reason, a name.
pub const SHORT_TEXT_CHARS: usize = 200;
/// A description, a comment, a work note.
pub const LONG_TEXT_CHARS: usize = 4_000;
/// Days on which two lines of a site may run at the same time while an operator is changed.
pub const MIGRATION_DAYS: i64 = 31;
/// Months of the longest term of a contract, or of its notice.
pub const TERM_MONTHS: u32 = 120;
/// Cents of the dearest subscription: ten million euros.
pub const SUBSCRIPTION_CENTS: i64 = 1_000_000_000;
/// Categories with something that a school may try first.
pub const REMEDIES: usize = 50;
/// Months that a device may be meant to serve.
pub const LIFE_MONTHS: u32 = 600;
/// Cents of the dearest device: a million euros.
pub const PRICE_CENTS: i64 = 100_000_000;
/// Topics of trainings.
pub const TOPICS: usize = 100;
/// Factors of emission and thresholds, of all days.
pub const FACTORS: usize = 1_000;
/// Largest factor: a tonne, in milligrams.
pub const FACTOR_MAX: u64 = 1_000_000_000;
/// Days after which a device that was not heard of is named before figures are frozen.
pub const SILENT_DAYS: i64 = 6;
/// Days for which news may be shown.
pub const NOTICE_DAYS: i64 = 400;
/// Characters of the title of news.
pub const NOTICE_TITLE_CHARS: usize = 120;
/// Milliseconds after which a page that says nothing more is thought to be closed.
pub const PRESENCE_MS: i64 = 45_000;
/// Skills of a technician.
pub const SKILLS: usize = 20;
/// Communes of which the settings hold the outlines.
pub const OUTLINES: usize = 500;
/// Points of these outlines, all together.
pub const OUTLINE_POINTS: usize = 60_000;
/// Observers that one report names.
pub const STATEMENT_READERS: usize = 500;
/// Figures of a statement that was frozen elsewhere.
pub const STATEMENT_FIGURES: usize = 200;
/// Sheets of a statement that was frozen elsewhere: the communes of the largest metropolis, and
/// the total.
pub const STATEMENT_SHEETS: usize = 200;
/// Photos on one command.
pub const PHOTOS_PER_COMMAND: usize = 6;
/// Bytes of a photo as it leaves the phone; the app shrinks it before.
pub const PHOTO_BYTES: usize = 8 * 1024 * 1024;
/// Bytes of a usual photo as it leaves the phone.
pub const PHOTO_USUAL_BYTES: u64 = 1024 * 1024;
/// Pixels of a photo that the server agrees to decode (a 50 MP camera).
pub const PHOTO_PIXELS: u64 = 50_000_000;
/// Longest side of a photo once kept, in pixels.
pub const PHOTO_SIDE_PIXELS: u32 = 2_048;
/// Short side in pixels that a panorama keeps, whose long side may then be longer.
pub const PHOTO_SHORT_PIXELS: u32 = 900;
/// Longest side of a panorama once kept, in pixels: what every browser can draw.
pub const PHOTO_PANORAMA_PIXELS: u32 = 8_192;
/// Bytes that photos leave free on a device: room for the commands of weeks.
pub const COMMANDS_ROOM_BYTES: u64 = 4 * 1024 * 1024;
/// Bytes left on a device from which on a screen says so before a photo is taken.
pub const ROOM_SHORT_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes of photos that one export of unsent commands holds; it names the others.
pub const EXPORT_FILES_BYTES: u64 = 40 * 1024 * 1024;
/// Characters of the shortest password (recommendation of the CNIL, deliberation 2022-100).
pub const PASSWORD_CHARS_MIN: usize = 12;
/// How long a password that somebody else made up opens a session, once.
pub const PASSWORD_GIVEN_MS: Millis = 7 * DAY_MS;
/// How long a session of a desk or an observer lasts without a contact.
pub const DESK_IDLE_MS: Millis = 7 * DAY_MS;
/// Bytes of the longest address of electronic mail (RFC 5321, with its correction 1690).
pub const MAIL_BYTES: usize = 254;
/// Bytes of the longest password: far beyond any phrase, and soon hashed.
pub const PASSWORD_BYTES: usize = 1_024;
/// Bytes of the body of a request that brings an address, a password, a code or a key.
pub const SMALL_BODY_BYTES: usize = 8 * 1024;
/// Bytes of photos that one device may send at once, and then again in a day.
pub const FILE_BYTES_PER_DAY: u64 = 2 * 1024 * 1024 * 1024;
/// Bytes of the disk that photos leave to the commands and to the system.
pub const DISK_RESERVE_BYTES: u64 = 256 * 1024 * 1024;
/// Live channels of one device: a tab each, and those of tabs that were just closed.
pub const LIVE_PER_DEVICE: usize = 8;
/// Characters of the name that a device gives itself; the server cuts what is longer.
pub const DEVICE_LABEL_CHARS: usize = 80;
/// Commands in one request; the others follow in the next one.
pub const COMMANDS_PER_REQUEST: usize = 500;
/// Rows in one answer, entering sites apart; `more` says that others follow.
pub const ROWS_PER_ANSWER: usize = 4_000;
/// Sites whose rows one answer brings whole.
pub const SITES_PER_ANSWER: usize = 80;
/// Rows of one block of a snapshot, and of the device's own blocks.
pub const BLOCK_ROWS: usize = 2_048;
/// From how many rows on a desk begins from a snapshot.
pub const SNAPSHOT_ROWS: u64 = 2_000;
/// How many changes may follow a snapshot before a new one is made.
pub const SNAPSHOT_CHANGES: i64 = 2_000;
/// Bytes of the body of a sync request, decompressed.
pub const SYNC_BODY_BYTES: usize = 16 * 1024 * 1024;
/// Bytes of one sync request of the app, where that is more than one command: proxies take no more
/// than 1 MiB unless they are told to.
pub const REQUEST_BYTES: usize = 1_000_000;
/// How often a tab that leads may fail to give a sign before another one takes over.
pub const LEADER_SILENT_BEATS: u32 = 3;
/// Commands that a device may hold unsent before it asks for help.
pub const OUTBOX_COMMANDS: usize = 5_000;
/// How long a device keeps what it has sent, to offer it again after a restore.
pub const SENT_KEPT_MS: Millis = 35 * DAY_MS;
/// How long a device keeps what was typed and neither sent nor thrown away.
pub const DRAFT_KEPT_MS: Millis = 35 * DAY_MS;
/// Difference between a device's clock and the server's that is worth a sentence.
pub const CLOCK_OFFSET_SHOWN_MS: Millis = 10 * 60 * 1000;
/// Difference beyond which a declared time is no longer believed and is marked.
pub const CLOCK_OFFSET_MARKED_MS: Millis = DAY_MS;
/// First instant that is kept of a device's clock, in milliseconds since 1970: some begin there.
pub const INSTANT_FIRST_MS: Millis = 0;
/// Last instant that is kept of a device's clock: the first of January 2100.
pub const INSTANT_LAST_MS: Millis = 4_102_444_800_000;
/// Items of a checklist.
pub const CHECKLIST_ITEMS: usize = 60;
/// Declared minutes of one piece of work: a half-day has no more.
pub const WORK_MINUTES: u32 = 300;
/// School days of the longest target of a request: two school years.
pub const TARGET_SCHOOL_DAYS: u32 = 400;
/// Rows of one import command; the app cuts larger files.
pub const IMPORT_ROWS: usize = 1_000;
/// Bytes of a file to import: the directory of the whole country (some 70 000 lines) is about
/// 45 MB.
pub const IMPORT_FILE_BYTES: usize = 64 * 1024 * 1024;
/// Visits of one plan.
pub const PLAN_VISITS: usize = 6_000;
/// Criteria of a call for projects.
pub const CALL_CRITERIA: usize = 20;
/// Jurors of a call.
pub const CALL_JURORS: usize = 60;
/// Projects of a call.
pub const CALL_PROJECTS: usize = 500;
/// What may be added to a project after its call had closed.
pub const CALL_ADDITIONS: usize = 20;
/// Lines of a budget, its sections among them.
pub const BUDGET_LINES: usize = 200;
/// Votes of one line.
pub const BUDGET_VOTES: usize = 100;
/// Promises of funders of one section.
pub const BUDGET_INCOME: usize = 100;
/// Names that the finance system has for lines, or for columns.
pub const BUDGET_IMPUTATIONS: usize = 400;
/// Orders of schools that one commitment buys.
pub const BUDGET_SUPPLIES: usize = 500;
/// Changes of one commitment.
pub const BUDGET_MOVES: usize = 200;
/// Payments of one commitment.
pub const BUDGET_PAYMENTS: usize = 500;
/// Lines of one order.
pub const SUPPLY_LINES: usize = 40;
/// Pieces on one line of an order.
pub const LINE_QUANTITY: u32 = 500;
/// Legs of one order, those that were done among them.
pub const SUPPLY_LEGS: usize = 200;
/// Minutes of work of a technician's stops on one half-day (contract of proximity maintenance).
pub const STOP_MINUTES: u32 = 15;
/// Minutes to hand something over or to take it back, without any work.
pub const HAND_OVER_MINUTES: u32 = 5;
/// Minutes on the road for a stop from which on it is not offered.
pub const STOP_DETOUR_MINUTES: u32 = 15;
/// Units of an article that is lent.
pub const LOAN_UNITS: usize = 200;
/// Lines of the contents of a kit.
pub const LOAN_PIECES: usize = 40;
/// Civil days of the longest loan that can be allowed: a school year's half.
pub const LOAN_DAYS: u32 = 190;
/// Working days to make a unit ready, at most.
pub const LOAN_BUFFER_DAYS: u32 = 30;
/// Civil days between two loans of a school that do not break a chain.
pub const LOAN_CHAIN_DAYS: i64 = 7;
/// Civil days from which on school holidays are long: a kit would sleep in a closed school.
pub const LONG_HOLIDAY_DAYS: i64 = 14;
/// Articles that a campaign names.
pub const CAMPAIGN_ARTICLES: usize = 2_000;
/// Days for which a campaign is open at most: a year's.
pub const CAMPAIGN_DAYS: i64 = 366;
/// School days within which an order is received that was typed before the closing day, without a
/// network.
pub const LATE_ORDER_SCHOOL_DAYS: u32 = 3;
/// School days after which an order that is delivered closes without an answer.
pub const DELIVERED_SCHOOL_DAYS: u32 = 10;
/// A school's device keeps ended orders for that many days: what is left of an allowance is counted
/// from them.
pub const SUPPLY_KEPT_SCHOOL_DAYS: i64 = 730;
/// Entries of the history of one ticket or visit from which on comments and notes are refused. Work
/// and states are facts, and always kept.
pub const HISTORY_ENTRIES: usize = 500;
/// A technician's device keeps closed tickets of its sites for that many days.
pub const CLOSED_KEPT_TECHNICIAN_DAYS: i64 = 90;
/// A technician's device keeps the visits that were made at its sites, whoever made them, for that
/// many days: four quarters, and the holidays between them.
pub const PAST_VISITS_TECHNICIAN_DAYS: i64 = 400;
/// Characters of the note on the access to a site.
pub const ACCESS_NOTE_CHARS: usize = 300;
/// A school's device keeps closed tickets for that many days.
pub const CLOSED_KEPT_SCHOOL_DAYS: i64 = 365;
/// One day.
pub const DAY_MS: Millis = 24 * 60 * 60 * 1000;
/// First wait after a failed request.
pub const RETRY_FIRST_MS: Millis = 2_000;
/// Longest wait after failed requests.
pub const RETRY_LAST_MS: Millis = 60 * 1000;
/// Wait between two requests when nothing asks for one sooner.
pub const POLL_MS: Millis = 10 * 60 * 1000;
/// Life of an activation code.
pub const CODE_LIFE_MS: Millis = 10 * 60 * 1000;
/// Characters of an activation code.
pub const CODE_CHARS: usize = 8;
/// Places of a training.
pub const TRAINING_PLACES: u32 = 500;
/// Accounts that lead a training beside its leader.
pub const TRAINING_CO_LEADERS: usize = 5;
/// People whom one command registers or marks.
pub const TRAINING_NAMES: usize = 500;
/// Photos of signed sheets of a training.
pub const TRAINING_SHEETS: usize = 12;
/// Pupils of the classes that a school brings to an activity.
pub const PUPILS: u32 = 500;
