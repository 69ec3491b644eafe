## The text that is read aloud and signed

consent-aloud-who = { $centre } helps you. Any specialist of the centre may go on with it.
consent-aloud-event = What it is about: “{ $event }”.
consent-aloud-follow = What it is about: “{ $event }” and what follows from it.
consent-aloud-provider = What it is about: “{ $event }”. Only what is done at: { $provider }.
consent-aloud-may = You let us:
consent-aloud-read = – look at what the State holds about you and how your requests stand;
consent-aloud-contact = – speak with the office about your requests;
consent-aloud-act = – prepare and submit requests, note the payment and take in the result.
consent-aloud-only = We do nothing else.
consent-aloud-until = The last day of the consent is { $until }.
consent-aloud-no = You may say no. We explain what to do all the same.
consent-aloud-revoke = You may take it back on any day. Tell us, and we do nothing more in your name. What was already submitted stays with the institution.
consent-aloud-sign = You sign two papers. One is yours, the other stays with us.

## What is chosen

consent-only-provider = Only at: { $provider }
consent-verbs = What we may do
consent-verb-read = See the data
consent-verb-contact = Speak with the office
consent-verb-act = Make the requests
consent-chosen = Until another day
consent-day = Last day of the consent
consent-who-signs = Who signs (representative: { $name })
consent-signer-person = The person themselves
consent-signer-parent = A parent
consent-signer-guardian = A guardian or curator
consent-signer-empowered = A representative with a power of attorney
consent-signs = Signs
consent-power = Code of the MPower authorisation
consent-power-hint = 16 digits. The code by which { $person } authorises { $acting }. May stay empty. The code is not verified here: verify it at mpower.gov.md.
consent-power-unverified = { $code }, not yet verified
consent-minor = The person is under 18, and nobody is written down who acts for them. Press F2 and write the parent or guardian.
consent-refuse = The person does not agree
consent-error-verbs = Tick at least one thing that we may do. If the person wants none of it, press “The person does not agree”.
consent-error-day = Write today or a later day, at most five years ahead.
consent-error-power = An MPower code has 16 digits. Compare it with what the person received, or leave it empty.
consent-error-signer = Nobody is written down who acts for the person. Press F2 and write the name and the paper.

## What is in force

consent-matter-event = The whole event
consent-line = { $matter }: { $verbs }. Up to and including { $date }
consent-line-ended = { $matter }: ran out after { $date }
consent-line-revoked = { $matter }: holds no more since { $date }
consent-refused = Did not agree on { $date }: information only
consents-heading = What the person agreed to
consents-lead = Choose a line. To renew it, the text is read and signed again. Revoking holds at once.
consents-renew = Renew the chosen consent
consents-revoke = Revoke the chosen consent
consents-another = Another consent
lack-refused = The person did not agree on { $date }. Explain what to do; do nothing in their name.
lack-ended = The consent held until { $date }. For this step ask for it again.
lack-revoked = The consent was revoked on { $date }. Without a new one nothing is done in the person’s name.
lack-verb = The person agreed, but not that we make requests in their name. For this step ask for that too.
lack-matter = The person agreed for other offices. For this service ask apart.
leaf-sign-parent = Signature of the parent
leaf-sign-guardian = Signature of the guardian or curator
leaf-sign-empowered = Signature of the representative
action-consent-revoked = Consent revoked
action-consent-refused = The person did not agree
action-case-erased = Case erased on the person’s wish

## The person's data at the centre

case-own = What data is kept
held-heading = What we keep about this person
own-held = Data in this case
own-print = Print for the person
own-owed = It cannot be erased yet: these requests are not finished. Hand the result over, or note that the person took the request back.
own-erase = Erase all, on the person’s wish
held-answers = Answers to questions
held-filled = Fields filled in applications
held-history = Lines in the history of the case
held-rule = The ground: the person’s consent and the law on the protection of personal data. The person may ask any specialist of the centre to erase it.
held-journal = The lines of the journal cannot be erased here: they have no names, and requests are counted by them. Their encrypted part can be read only by the operator of the CUPS server. To have it erased, ask the operator.
ask-erase-heading = Erase everything in this case?
ask-erase-lead = The name, the consents, the requests and the scanned papers are erased here. They cannot be brought back. The journal keeps its lines without names, and that this case was erased. Choose the reason.
ask-erase-yes = Yes, erase all
consent-error-holds = The person has agreed, and that consent holds. If they do not agree any more, revoke it in the list of consents: F3.
consent-first = First choose
