//! Search as a person types: letters without accents, ligatures written out, any apostrophe, any
//! blank, «st» for «saint», words in any order over all that is known of a thing.

/// Lower-case words without accents, separated by one space; whatever is neither letter nor digit
/// separates.
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pending = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if !c.is_alphanumeric() {
            pending |= !is_unseen(c);
            continue;
        }
        if pending && !out.is_empty() {
            out.push(' ');
        }
        pending = false;
        push_plain(&mut out, c);
    }
    out
}

/// A combining accent belongs to the letter before it; the others are seen by nobody.
fn is_unseen(c: char) -> bool {
    let is_mark = ('\u{300}'..='\u{36f}').contains(&c);
    is_mark || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn push_plain(out: &mut String, c: char) {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => out.push('a'),
        'ç' => out.push('c'),
        'è' | 'é' | 'ê' | 'ë' => out.push('e'),
        'ì' | 'í' | 'î' | 'ï' => out.push('i'),
        'ñ' => out.push('n'),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => out.push('o'),
        'ù' | 'ú' | 'û' | 'ü' => out.push('u'),
        'ý' | 'ÿ' => out.push('y'),
        // The ligatures oe, ae and ss of words, fi and fl of typesetters.
        '\u{153}' => out.push_str("oe"),
        '\u{e6}' => out.push_str("ae"),
        '\u{df}' => out.push_str("ss"),
        '\u{fb01}' => out.push_str("fi"),
        '\u{fb02}' => out.push_str("fl"),
        _ => out.push(c),
    }
}

/// What a short word stands for in the names of places.
fn in_full(word: &str) -> &str {
    match word {
        "st" => "saint",
        "ste" => "sainte",
        "sts" => "saints",
        "stes" => "saintes",
        other => other,
    }
}

/// All that is known of a thing, made ready to be searched: once a thing, not once a key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Searched(String);

impl Searched {
    /// From the texts that name or describe it.
    pub fn of(texts: &[&str]) -> Self {
        let mut all = String::new();
        for text in texts {
            for word in words(text).split(' ').filter(|word| !word.is_empty()) {
                if !all.is_empty() {
                    all.push(' ');
                }
                all.push_str(in_full(word));
            }
        }
        Self(all)
    }
}

/// What a person has typed to find a thing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search(Vec<String>);

impl Search {
    /// From the text of a field.
    pub fn of(typed: &str) -> Self {
        Self(words(typed).split_whitespace().map(str::to_owned).collect())
    }

    /// Whether nothing was typed that could be looked for: then everything is found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether each word stands somewhere in what is known, as the beginning, the middle or the end
    /// of a word.
    pub fn finds(&self, searched: &Searched) -> bool {
        let stands = |word: &str| searched.0.contains(word);
        self.0.iter().all(|word| stands(word) || stands(in_full(word)))
    }

    /// Whether those texts are what is looked for; for a list that is read once.
    pub fn finds_in(&self, texts: &[&str]) -> bool {
        self.is_empty() || self.finds(&Searched::of(texts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_case_accents_and_signs() {
        assert_eq!(words("  Numéro de l’école "), "numero de l ecole");
        assert_eq!(words("E\u{301}cole Cœur-Sacré"), "ecole coeur sacre");
        assert_eq!(words("Dau\u{ad}det\u{200b}"), "daudet");
    }

    #[test]
    fn a_thing_is_found_as_people_type_its_name() {
        let site = ["ECOLE PRIMAIRE ST NICOLAS L'HORME", "Chambœuf", "0421234A"];
        for typed in [
            "",
            "  ",
            "chamboeuf",
            "CHAMBŒUF",
            "l’horme",
            "l'horme",
            "nicolas\u{a0}",
            "\u{202f}saint nicolas",
            "st nicolas",
            "St. Nicolas",
            "e\u{301}cole",
            "école",
            "chamboeuf nicolas ecole",
            "0421234a",
            "1234a",
            "hor",
        ] {
            assert!(Search::of(typed).finds_in(&site), "{typed:?}");
        }
        for typed in ["sainte nicolas", "chamboeuf daudet", "chambeuf", "0421234b", "nicolasl"] {
            assert!(!Search::of(typed).finds_in(&site), "{typed:?}");
        }
    }

    #[test]
    fn saints_are_found_in_both_writings_and_other_words_are_not_lost() {
        let found = |typed: &str, text: &str| Search::of(typed).finds_in(&[text]);
        for text in ["Saint-Étienne", "ST ETIENNE", "St-E\u{301}tienne", "SAINT ETIENNE"] {
            for typed in ["saint etienne", "st étienne", " saint-etienne  ", "etienne st"] {
                assert!(found(typed, text), "{typed:?} in {text:?}");
            }
        }
        assert!(found("ste croix", "Sainte-Croix-en-Jarez"));
        assert!(found("sainte croix", "STE CROIX"));
        assert!(found("st", "Stendhal") && found("ste", "Stendhal"));
    }

    #[test]
    fn words_of_two_texts_are_not_one_word() {
        assert!(!Search::of("bourgchagnon").finds_in(&["ECOLE BOURG", "Chagnon"]));
        assert!(Search::of("chagnon bourg").finds_in(&["ECOLE BOURG", "Chagnon"]));
    }
}
