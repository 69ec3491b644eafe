//! How people talk: words that say nothing of what is looked for, words that say little, and everyday words for
//! what the catalogue calls otherwise. All of them folded, each list Romanian, Russian, English.

use super::letters::{Script, crossing, script, skeleton, stem};
use std::collections::{HashMap, HashSet};

/// Words that say nothing about what is looked for.
const STOP_WORDS: &str = "de la si sau in pe cu din al ale ai un o cum ce unde vreau pentru fac am e este se prin care dupa mai imi mi \
     ma lui cei a nu sunt sint cat cit costa trebuie facut face fi ca il le va ne mea meu mele sa as ar daca cind \
     cand fara nou noua dela ii s ati avem aveti vremea vreme online internet maine miine azi cineva cuiva are \
     fost poate pot iau scot spre te rog asta acest an mei nostru noastra n m l i v aia aista ista aiasta iasta \
     oleaca amu acu acum iaca pai doar tot inca deja bine doresc doreste cer trebui codul cod evenimentul eveniment ajutati spuneti dati \
     da au era sintem suntem vor vrea vrem vroiam fie iar ori nici cate cite pina pana \
     и в на за по с о об как что где я мне для или от из до хочу у к не это мои моя надо нужно нужен нужна можно \
     сколько стоит во со ли мы нам нас он она его ее меня какие какои когда если есть был была сделать получить \
     оформить еще то а но при без чтобы куда время времени онлаин завтра сегодня моего моеи мою мое моих моему \
     нужны нет ни бы же уже вот так там тут чего кто кому кого хотим хочет буду будет пожалуиста подскажите \
     скажите помогите сам сама свои свою своего какая какую какое про код событие \
     the of for to and or is it how what my at on do get me need want can where with your you from be time by \
     when much does have please so";

/// Words that say little: who it happened to, how large, how long ago.
const LIGHT_WORDS: &str = "mama mamei mamii tata tatal tatei taica frate fratele fratelui sora sorei bunel bunelul bunica bunicii \
     bunicul babei baba mosul mosneag mos unchi unchiul matusa matusii nora norei ginere ginerele cumnat cumnata \
     cumatra vecin vecina vecinul vecinului soacra socru socrul nepot nepotul nepotului nepoata nepoatei fiica \
     fiicei fata fetei fetita baiat baiatul baiatului baiatu fecior fecioru feciorul feciorului fiu fiul fiului \
     parinti parintii rude ruda neam om omu omul oameni barbat barbatu barbatul barbatului femeie femeia nevasta \
     nevestei mic mica mici mare mari bun buna rau rea demult vechi astazi ieri luna saptamina saptamana \
     ani sat satul satului acasa stiu merge mers merg ajunge ajung venit vine dau dat luat lua pus pun lei \
     leu tare foarte putin mult multi \
     мама маме мамы маму мать матери папа папе отец отца отцу брат брата брату сестра сестры сестре бабушка \
     бабушке бабушки бабушку бабка дед деда дедушка дедушке дедушки сосед соседа соседка тетя тети дядя дяди \
     невестка невестки невестке зять зятя зятю свекровь свекор теща тесть внук внука внуку внучка внучке внучки \
     внуки сын сына сыну сынок дочь дочка дочке дочки дочери дочку муж мужа мужу жена жены жене жену мужик \
     человек люди родители родителям родственник маленькая маленькии маленькое мало большои большая старыи старая \
     старое хорошо плохо давно месяц недавно вчера год года лет село селе села дома знаю поити поехать идти дать \
     дали дают взять взял очень много леи леев \
     mother father brother sister grandmother grandfather husband wife son daughter neighbour small big old good \
     bad village home years month";

/// Everyday things and names of people that are one letter, an ending or a beginning away from what the catalogue has. They
/// are right as they are, and nothing here is about them.
const OTHER_THINGS: &str = "capac carne nasture harta cana cada platou gresie sticla castron radio acordeon compas scutec cartof \
     salata sarma pensula pensete creta banca banane caramel tava vata vaza sare sarmale soba colac lamaie inghetata \
     стол столик платье пенал сметана суп сок мед рак мел пена каша душ плита сетка вата ваза полка \
     справочник конструктор пшено мешок ветер ветра \
     maria marie mariei мария марии марию вера веры веру vera verei";

/// Words that stand in names of the catalogue and by themselves ask for nothing in it: a thing, a trade, a country. Another
/// word of the text must lead to the same.
const COMPANY: &str = "telefon telefonul telefonului vand vind vinzare vanzare veteran veterani placinte placinta placute brinza branza pat patul \
     carucior caruciorul коляска коляску коляски letonia lituania estonia turcia polonia cehia ungaria bulgaria portugalia spania grecia belgia austria \
     телефон телефона телефоне телефону продаю продать ветеран ветерану ветерана пирожки пирожков пирожок \
     латвия латвии литва литве эстония эстонии турция турции польша польше чехия чехии венгрия болгария болгарии португалия \
     португалии испания испании греция греции бельгия бельгии австрия австрии \
     phone sell veteran latvia lithuania estonia turkey poland czechia hungary bulgaria portugal spain greece belgium austria";

/// Everyday words and what the names of the catalogue say instead.
const OTHER_NAMES: &[(&str, &[&str])] = &[
    // Romanian as it is spoken in villages.
    ("mort raposat raposatul prapadit stins decedat decedata", &["murit", "deces"]),
    ("barbat barbatu barbatul barbatului om omu omul", &["sot", "sotul"]),
    ("nevasta nevestei femeia muierea", &["sotie", "sotia"]),
    (
        "baiat baiatu baiatul baiatului fecior fecioru feciorul feciorului fata fetei fetita nepot nepotul nepotului nepoata \
             nepoatei nepotica prunc pruncul copchil copchilul copchii copiii copiilor fiu fiul fiica",
        &["copil", "copilul"],
    ),
    ("chierdut perdut ratacit disparut", &["pierdut"]),
    ("hirtie hartie hirtia hartia hirtii hartii spravca spravka", &["certificat", "adeverinta", "act"]),
    ("adiverinta adeverinta adiverinte", &["certificat", "adeverinta"]),
    ("hata ograda", &["casa", "teren"]),
    ("doftor doftorul dohtor doctorul felcer", &["doctor", "medic"]),
    ("stau sta locuiesc locuim traiesc", &["domiciliu", "locuieste"]),
    ("achit achita platesc plati platim", &["plata"]),
    ("slujba munci lucra muncesc", &["lucru", "munca", "serviciu"]),
    // Russian as it is spoken in villages.
    (
        "помер померла померли скончался скончалась умерли погиб погибла покоиник покоиница покоиного покоиныи",
        &["умер", "смерть"],
    ),
    ("хата хату хаты хате", &["дом", "дома"]),
    ("бумага бумагу бумажка бумажку бумаги", &["справка", "справку", "документ"]),
    (
        "дите дитя малыш малыша малышка сын сына сыну дочь дочка дочке дочки дочку внук внука внуку внучка внучке внучки \
             пацан дети детеи детям деток",
        &["ребенок", "ребенка", "ребенку"],
    ),
    ("доктор доктору доктора врачу врачом врачи vraci", &["врач"]),
    ("тачка тачку авто", &["машина"]),
    ("выплата выплаты выплату пособия", &["пособие"]),
    ("папа папе папы папу батя бате батю", &["отец", "отца", "отцу"]),
    ("мать матери мамка", &["мама", "мамы"]),
    ("живу живем живет проживаю", &["жительства", "прописка"]),
    ("заплатить платить плачу оплатить", &["оплата", "оплатить"]),
    ("поменять обменять сменить", &["обмен", "смена", "замена"]),
    ("раньше пораньше", &["раньше", "досрочная"]),
    (
        "утеря утрата утерял утеряла утерян посеял посеяла пропал пропала потерялась потерялся потерялось",
        &["потерял", "потеряно", "pierdut"],
    ),
];

/// The lists, ready to be asked.
#[derive(PartialEq)]
pub struct Speech {
    stop: HashSet<&'static str>,
    /// The Russian ones in Latin letters.
    crossed: HashSet<String>,
    light: HashSet<&'static str>,
    others: HashSet<&'static str>,
    company: HashSet<&'static str>,
    /// By the words, and by the stems that are long enough to be nothing else.
    names: HashMap<String, &'static [&'static str]>,
    /// The stems of the light words that have long ones.
    light_stems: HashSet<String>,
}

impl Default for Speech {
    fn default() -> Self {
        Self::new()
    }
}

impl Speech {
    /// Reads the lists.
    #[must_use]
    pub fn new() -> Self {
        let stem_of = |word: &str| stem(&skeleton(word)).to_owned();
        let long = |word: &String| word.chars().count() >= 5;
        let everyday = OTHER_NAMES.iter().flat_map(|(words, names)| {
            let forms = |word: &'static str| std::iter::once(word.to_owned()).chain(Some(stem_of(word)).filter(long));
            words.split(' ').flat_map(forms).map(|form| (form, *names))
        });
        Self {
            stop: STOP_WORDS.split(' ').collect(),
            crossed: STOP_WORDS.split(' ').filter(|word| script(word) == Script::Cyrillic).map(skeleton).collect(),
            light: LIGHT_WORDS.split(' ').collect(),
            others: OTHER_THINGS.split(' ').collect(),
            company: COMPANY.split(' ').collect(),
            names: everyday.collect(),
            light_stems: LIGHT_WORDS.split(' ').map(stem_of).filter(long).collect(),
        }
    }

    /// Whether a word says nothing about what is looked for.
    #[must_use]
    pub fn is_stop_word(&self, folded: &str) -> bool {
        self.stop.contains(folded)
    }

    /// Whether talk, or an everyday word, begins so.
    #[must_use]
    pub fn may_begin(&self, folded: &str) -> bool {
        let everyday = OTHER_NAMES.iter().flat_map(|(words, _)| words.split(' '));
        self.stop.iter().chain(&self.light).copied().chain(everyday).any(|word| word.starts_with(folded))
            || self.is_light_word(folded)
            || !self.other_names(folded).is_empty()
    }

    /// Whether it is such a word written in the other alphabet: `де`, `dlea`.
    #[must_use]
    pub fn is_crossed_stop_word(&self, folded: &str) -> bool {
        let latin = crossing(folded);
        if script(folded) == Script::Cyrillic {
            self.stop.contains(latin.as_str())
        } else {
            self.crossed.contains(&latin)
        }
    }

    /// Whether a word says little. It helps to choose between what the other words find, and when the catalogue
    /// does not know it, nothing else is meant by that.
    #[must_use]
    pub fn is_light_word(&self, folded: &str) -> bool {
        self.light.contains(folded) || self.light_stems.contains(stem(&skeleton(folded)))
    }

    /// Whether a word is an everyday thing that the catalogue has nothing about.
    #[must_use]
    pub fn is_another_thing(&self, folded: &str) -> bool {
        self.others.contains(folded)
    }

    /// Whether a word says something beside others alone.
    #[must_use]
    pub fn needs_company(&self, folded: &str) -> bool {
        self.company.contains(folded)
    }

    /// What an everyday word is called in the catalogue's names; empty when it is no such word.
    #[must_use]
    pub fn other_names(&self, folded: &str) -> &'static [&'static str] {
        let names = self.names.get(folded).or_else(|| self.names.get(stem(&skeleton(folded))));
        names.copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::letters::fold;
    use super::*;

    #[test]
    fn the_lists_are_written_as_they_are_compared() {
        let everyday = OTHER_NAMES.iter().flat_map(|(words, names)| words.split(' ').chain(names.iter().copied()));
        for word in STOP_WORDS.split(' ').chain(LIGHT_WORDS.split(' ')).chain(everyday) {
            assert!(!word.is_empty() && fold(word) == word, "{word:?}");
        }
    }

    #[test]
    fn a_word_is_talk_or_light_and_not_both() {
        for word in LIGHT_WORDS.split(' ') {
            assert!(!STOP_WORDS.split(' ').any(|stop| stop == word), "{word}");
        }
    }
}
