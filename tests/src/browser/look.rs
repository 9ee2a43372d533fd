//! The screens on which the app is looked at.

/// The screen of a device, in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Width of the page.
    pub width: u32,
    /// Height of the page.
    pub height: u32,
    /// A finger instead of a mouse.
    pub touch: bool,
    /// The dark theme of the system.
    pub dark: bool,
}

impl Look {
    /// The narrowest screen that must work.
    pub const NARROW: Self = Self { width: 320, height: 568, touch: true, dark: false };
    /// A technician's phone.
    pub const PHONE: Self = Self { width: 390, height: 844, touch: true, dark: false };
    /// A school's tablet.
    pub const TABLET: Self = Self { width: 820, height: 1180, touch: true, dark: false };
    /// A dispatcher's desk.
    pub const DESK: Self = Self { width: 1280, height: 800, touch: false, dark: false };
    /// The desk of a small office: what a screen shows first there is what counts.
    pub const OFFICE: Self = Self { width: 1366, height: 768, touch: false, dark: false };
    /// The same with everything at 200 %.
    pub const OFFICE_200: Self = Self { width: 683, height: 384, touch: false, dark: false };

    /// The same screen with the dark theme.
    pub const fn in_dark(self) -> Self {
        Self { dark: true, ..self }
    }
}
