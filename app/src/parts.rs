//! Components of screens, which know none of the domain's rules.

mod camera;
mod dialog;
mod entry;
mod field;
mod figure;
mod file;
mod focus;
mod list;
mod page;
mod photo;
mod picture;
mod signature;

pub use camera::{PictureButton, PictureSource};
pub use dialog::{ConfirmDialog, Dialog};
pub use entry::{FormEntry, Notes};
pub use field::{ChoiceGroup, Choices, FieldGroup, Sentence, TextArea, TextField};
pub use figure::FigureValue;
pub use file::taken_file;
pub use focus::{focus_first_wrong, keep_focus};
pub use list::{GroupCards, More, fact};
pub use page::{Back, Failure, Page, watch_returns};
pub use photo::{PhotoField, PhotoList, PhotoPicker};
pub use picture::CategoryPicture;
pub use signature::{Drawing, SignaturePad, Strokes};
