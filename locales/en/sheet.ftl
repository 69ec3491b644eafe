# Words on paper: sheets that are printed.

sheet-page = Page { $page } of { $pages }
leaf-plan = Your plan, made on { $date }
leaf-for-event = For: “{ $event }”
leaf-nobody = There is no name and no other personal data on this sheet.
leaf-done = What is already begun
leaf-column-number = No.
leaf-column-do = What you do
leaf-column-where = Where, by when, for how much
leaf-column-have = Have
leaf-column-paper = Paper
leaf-notices = Notices
leaf-ask = Where to ask
leaf-codes = The plan on your telephone
leaf-codes-lead = Point the camera of your telephone at the code. The plan appears on the telephone, without your name.
leaf-day = Day
leaf-copy-person = The person’s copy
leaf-copy-centre = The centre’s copy
leaf-sign-person = Signature of the person
leaf-sign-specialist = Name and signature of the specialist
leaf-mark = Both copies have the same digits:
leaf-slip = Your code
leaf-slip-lead = Keep this code and bring it with you. By it any specialist of this centre finds your case.
leaf-slip-qr = QR code with the code of the case
leaf-code = Code: { $code }
leaf-when = When we expect you
leaf-when-day = { $date } at { $hour }
leaf-when-papers = Bring your papers.
leaf-when-request = We fill in and submit the requests.
leaf-when-result = We hand you the result.
leaf-when-advice = We answer your questions.
leaf-receipt = What was done for you
leaf-requests = Your requests
leaf-column-request = Request
leaf-column-state = How it stands
leaf-number = Number: { $number }
leaf-not-sent = Not yet sent to the office: { $requests }.
leaf-informed = You were informed. No request was made.
leaf-own = Your data with us
leaf-filled = What was filled in
leaf-filled-by = The specialist wrote this down, from what you said and showed:
leaf-kept = What is kept, and until when
leaf-kept-open = { $count ->
    [one] The data, the requests and what was done are kept while the case is open, and { $number } day after that. Then they are erased.
   *[other] The data, the requests and what was done are kept while the case is open, and { $number } days after that. Then they are erased.
}
leaf-kept-closed = { $count ->
    [one] The work ended on { $date }. What was kept is erased { $number } day after that.
   *[other] The work ended on { $date }. What was kept is erased { $number } days after that.
}
leaf-erase = How to have it erased
leaf-erase-how = Come to the centre or call, and say that you want your data to be erased. What an office has received stays with that office: ask there.
leaf-draft = Draft: { $service }
leaf-draft-begun = Begun, not made ready and not submitted
leaf-draft-lead = This sheet is a draft. The request is submitted on the portal or at the counter.
leaf-draft-fields = The request
