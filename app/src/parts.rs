//! Components of screens, which know none of the domain's rules.

mod camera;
mod dialog;
mod field;
mod file;
mod page;
mod photo;
mod picture;
mod signature;

pub use camera::CameraButton;
pub use dialog::{ConfirmDialog, Dialog};
pub use field::{Choices, TextArea, TextField};
pub use file::taken_file;
pub use page::{Back, Failure, Page};
pub use photo::{PhotoList, PhotoPicker};
pub use picture::CategoryPicture;
pub use signature::{Drawing, SignaturePad};
