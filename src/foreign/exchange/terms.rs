//! The terms of RDF that the export writes: the standard ones of CPSV-AP 3.2.0 and CCCEV 2.1.0, and our own for
//! what neither says.

/// `rdf:type`.
pub const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
/// `rdf:first` of a list.
pub const FIRST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
/// `rdf:rest` of a list.
pub const REST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
/// The empty list.
pub const NIL: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";
/// `rdf:JSON`, the datatype of JSON texts.
pub const JSON: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";

/// Prefixes of the document, sorted, so that the document is always the same.
pub const PREFIXES: [(&str, &str); 11] = [
    ("cpsv", "http://purl.org/vocab/cpsv#"),
    ("cups", "urn:cups:"),
    ("cv", "http://data.europa.eu/m8g/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("eu", "http://publications.europa.eu/resource/authority/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Names several terms below one prefix.
macro_rules! terms {
    ($($(#[$meaning:meta])* $name:ident = $prefix:literal $word:literal;)*) => {
        $($(#[$meaning])* pub const $name: &str = concat!($prefix, $word);)*
    };
}

terms! {
    /// A public service.
    PUBLIC_SERVICE = "http://purl.org/vocab/cpsv#" "PublicService";
    /// From a service to a paper it asks for.
    HAS_INPUT = "http://purl.org/vocab/cpsv#" "hasInput";
    /// From a service to what comes of it.
    PRODUCES = "http://purl.org/vocab/cpsv#" "produces";

    /// An event.
    EVENT = "http://data.europa.eu/m8g/" "Event";
    /// An event in a person's life.
    LIFE_EVENT = "http://data.europa.eu/m8g/" "LifeEvent";
    /// An event in the life of a business.
    BUSINESS_EVENT = "http://data.europa.eu/m8g/" "BusinessEvent";
    /// A body of the State.
    PUBLIC_ORGANISATION = "http://data.europa.eu/m8g/" "PublicOrganisation";
    /// A paper that proves something.
    EVIDENCE = "http://data.europa.eu/m8g/" "Evidence";
    /// What a service gives.
    OUTPUT = "http://data.europa.eu/m8g/" "Output";
    /// A place where a service is given.
    CHANNEL = "http://data.europa.eu/m8g/" "Channel";
    /// A fee.
    COST = "http://data.europa.eu/m8g/" "Cost";
    /// Telephone and page of a body.
    CONTACT_POINT = "http://data.europa.eu/m8g/" "ContactPoint";
    /// A requirement of any kind.
    REQUIREMENT = "http://data.europa.eu/m8g/" "Requirement";
    /// A requirement that is judged.
    CRITERION = "http://data.europa.eu/m8g/" "Criterion";
    /// A limit on the value of one piece of information.
    CONSTRAINT = "http://data.europa.eu/m8g/" "Constraint";
    /// A piece of information: a fact.
    INFORMATION_CONCEPT = "http://data.europa.eu/m8g/" "InformationConcept";
    /// What a requirement rests on: a law.
    REFERENCE_FRAMEWORK = "http://data.europa.eu/m8g/" "ReferenceFramework";
    /// From a service to its provider.
    HAS_COMPETENT_AUTHORITY = "http://data.europa.eu/m8g/" "hasCompetentAuthority";
    /// From a service to an event.
    IS_GROUPED_BY = "http://data.europa.eu/m8g/" "isGroupedBy";
    /// From an event to a service.
    HAS_RELATED_SERVICE = "http://data.europa.eu/m8g/" "hasRelatedService";
    /// From a service to another that stands near it.
    RELATED_SERVICE = "http://data.europa.eu/m8g/" "relatedService";
    /// From a service to a channel.
    HAS_CHANNEL = "http://data.europa.eu/m8g/" "hasChannel";
    /// From a service to a fee.
    HAS_COST = "http://data.europa.eu/m8g/" "hasCost";
    /// From a service to a requirement.
    HOLDS_REQUIREMENT = "http://data.europa.eu/m8g/" "holdsRequirement";
    /// From a service to a law.
    HAS_LEGAL_RESOURCE = "http://data.europa.eu/m8g/" "hasLegalResource";
    /// From a service or body to its contact point.
    HAS_CONTACT_POINT = "http://data.europa.eu/m8g/" "contactPoint";
    /// From a contact point to a page.
    CONTACT_PAGE = "http://data.europa.eu/m8g/" "contactPage";
    /// A telephone number.
    TELEPHONE = "http://data.europa.eu/m8g/" "telephone";
    /// How long the provider takes, an `xsd:duration`.
    PROCESSING_TIME = "http://data.europa.eu/m8g/" "processingTime";
    /// The amount of a fee, an `xsd:double`.
    HAS_VALUE = "http://data.europa.eu/m8g/" "hasValue";
    /// The currency of a fee.
    CURRENCY = "http://data.europa.eu/m8g/" "currency";
    /// From a fee to the only channel it is for.
    IF_ACCESSED_THROUGH = "http://data.europa.eu/m8g/" "ifAccessedThrough";
    /// From a requirement to the paper that proves it.
    HAS_SUPPORTING_EVIDENCE = "http://data.europa.eu/m8g/" "hasSupportingEvidence";
    /// From a requirement to those it consists of.
    HAS_REQUIREMENT = "http://data.europa.eu/m8g/" "hasRequirement";
    /// From a requirement to the law behind it.
    IS_DERIVED_FROM = "http://data.europa.eu/m8g/" "isDerivedFrom";
    /// From a constraint to the information it limits.
    CONSTRAINS = "http://data.europa.eu/m8g/" "constrains";
    /// The values that a piece of information may have, as an expression.
    EXPECTED_VALUE = "http://data.europa.eu/m8g/" "expressionOfExpectedValue";

    /// An identifier within the catalogue.
    IDENTIFIER = "http://purl.org/dc/terms/" "identifier";
    /// A title.
    TITLE = "http://purl.org/dc/terms/" "title";
    /// A description.
    DESCRIPTION = "http://purl.org/dc/terms/" "description";
    /// The kind of a thing, as a concept.
    KIND = "http://purl.org/dc/terms/" "type";
    /// Where something is in force.
    SPATIAL = "http://purl.org/dc/terms/" "spatial";
    /// A place.
    LOCATION = "http://purl.org/dc/terms/" "Location";
    /// A language of a service.
    LANGUAGE = "http://purl.org/dc/terms/" "language";
    /// The class of languages.
    LINGUISTIC_SYSTEM = "http://purl.org/dc/terms/" "LinguisticSystem";
    /// From a service to another that comes first.
    REQUIRES = "http://purl.org/dc/terms/" "requires";
    /// A word by which people look.
    KEYWORD = "http://www.w3.org/ns/dcat#" "keyword";
    /// A law.
    LEGAL_RESOURCE = "http://data.europa.eu/eli/ontology#" "LegalResource";
    /// A page.
    DOCUMENT = "http://xmlns.com/foaf/0.1/" "Document";
    /// From a thing to a page about it.
    PAGE = "http://xmlns.com/foaf/0.1/" "page";
    /// A concept of a scheme.
    CONCEPT = "http://www.w3.org/2004/02/skos/core#" "Concept";
    /// A scheme of concepts.
    CONCEPT_SCHEME = "http://www.w3.org/2004/02/skos/core#" "ConceptScheme";
    /// From a concept to its scheme.
    IN_SCHEME = "http://www.w3.org/2004/02/skos/core#" "inScheme";
    /// A name.
    PREFERRED_LABEL = "http://www.w3.org/2004/02/skos/core#" "prefLabel";

    /// `xsd:boolean`.
    BOOLEAN = "http://www.w3.org/2001/XMLSchema#" "boolean";
    /// `xsd:integer`.
    INTEGER = "http://www.w3.org/2001/XMLSchema#" "integer";
    /// `xsd:date`.
    DATE = "http://www.w3.org/2001/XMLSchema#" "date";
    /// `xsd:string`.
    STRING = "http://www.w3.org/2001/XMLSchema#" "string";
    /// `xsd:double`.
    DOUBLE = "http://www.w3.org/2001/XMLSchema#" "double";
    /// `xsd:duration`.
    DURATION = "http://www.w3.org/2001/XMLSchema#" "duration";

    /// Ours: what the standard terms on a resource do not say, as the difference to what they say.
    RESIDUAL = "urn:cups:term:" "residual";
    /// Ours: a whole record that has no standard class, as JSON.
    WHOLE = "urn:cups:term:" "record";
    /// Ours: from a fee, channel, needed paper or step to the requirement under which it stands.
    APPLIES_WHEN = "urn:cups:term:" "appliesWhen";
    /// Ours: from a step to the requirement under which the State does it by itself.
    AUTOMATIC_WHEN = "urn:cups:term:" "automaticWhen";
    /// Ours: from an event to a step.
    HAS_STEP = "urn:cups:term:" "hasStep";
    /// Ours: from a step to its service.
    USES_SERVICE = "urn:cups:term:" "usesService";
    /// Ours: the value that a constrained fact must have.
    IS = "urn:cups:term:" "is";
    /// Ours: the list of values of which a constrained fact must have one.
    ONE_OF = "urn:cups:term:" "oneOf";
    /// Ours: the least number that a constrained fact may be.
    AT_LEAST = "urn:cups:term:" "atLeast";
    /// Ours: the greatest number that a constrained fact may be.
    AT_MOST = "urn:cups:term:" "atMost";
    /// Ours: one thing to do within an event.
    STEP = "urn:cups:term:" "Step";
    /// Ours: a tax of the State on top of the fee.
    STATE_DUTY = "urn:cups:term:" "StateDuty";
    /// Ours: the catalogue's head.
    CATALOGUE = "urn:cups:term:" "Catalogue";
    /// Ours: a notice.
    NOTICE = "urn:cups:term:" "Notice";
    /// Ours: a centre.
    CENTRE = "urn:cups:term:" "Centre";
}

/// Ours: concepts of the small scheme, each with its name in English.
pub const CONCEPTS: [(&str, &str); 12] = [
    ("all", "All of its requirements hold"),
    ("any", "At least one of its requirements holds"),
    ("not", "Its requirement does not hold"),
    ("bring", "A paper that the person brings"),
    ("state_reads", "A paper that the office reads in a State register"),
    ("made_here", "A paper that is made and signed on the spot"),
    ("here", "At the centre where the person is"),
    ("online", "On the State's portal"),
    ("office", "At an office of the provider"),
    ("consulate", "At a mission or consular office"),
    ("phone", "By telephone"),
    ("automatic", "The State acts by itself"),
];
