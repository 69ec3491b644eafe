# Listele instituțiilor, pentru cine le primește.
lists-page = Listele instituțiilor
lists-take = Primiți o listă
lists-lead = O instituție vă trimite o listă cu starea cererilor. O verificați și o primiți aici; specialistul centrului vede la cererile lui ce a spus instituția.
lists-whole = Lista se primește toată sau deloc. Dacă un rând este greșit, aflați care și de ce, și nu se schimbă nimic.
lists-file = Lista, ca fișier CSV
lists-file-hint = Cel mult 16 MB. Din Excel: „Salvare ca”, „CSV UTF-8”.
lists-send = Verificați și primiți lista
lists-form = Cum arată o listă
lists-form-lead = Pe primul rând stau numele coloanelor, apoi câte o cerere pe rând: codul instituției din catalog, numărul cererii, starea, ziua, ca aici:
lists-states = Stările se scriu așa:
lists-providers = Codurile instituțiilor din catalog
lists-line = Rândul
lists-what = Ce este greșit
lists-not-taken = Lista nu a fost primită
lists-wrong =
    { $number ->
        [one] Un rând este greșit; nu s-a schimbat nimic. Corectați-l și trimiteți lista din nou.
        [few] { $number } rânduri sunt greșite; nu s-a schimbat nimic. Corectați-le și trimiteți lista din nou.
       *[other] { $number } de rânduri sunt greșite; nu s-a schimbat nimic. Corectați-le și trimiteți lista din nou.
    }
lists-more-wrong =
    { $number ->
        [one] Încă un rând este greșit.
        [few] Încă { $number } rânduri sunt greșite.
       *[other] Încă { $number } de rânduri sunt greșite.
    }
lists-no-file = Alegeți mai întâi fișierul cu lista. Nu s-a schimbat nimic.
lists-too-large = Fișierul este mai mare de 16 MB. Împărțiți lista în două sau primiți-o pe server: cups-hub import-states. Nu s-a schimbat nimic.
lists-taken = Lista a fost primită. Cereri în listă: { $requests }; noi sau schimbate: { $changed }.
lists-history = Ce s-a primit
lists-none = Nu s-a primit încă nicio listă.
lists-by-command = pe server
lists-requests = Cereri în listă
lists-changed = Noi sau schimbate
lists-wrong-letters = Fișierul nu este scris în UTF-8. Salvați-l din Excel ca „CSV UTF-8”.
lists-wrong-empty = Lista este goală.
lists-wrong-head = Primul rând trebuie să fie { $columns }.
lists-wrong-cells = Are { $found } celule, trebuie să fie { $right }.
lists-wrong-provider = Prima celulă nu este codul unei instituții din catalogul publicat.
lists-wrong-number = A doua celulă nu este numărul unei cereri: litere, cifre, - și /, cel puțin trei, cu o cifră.
lists-wrong-state = A treia celulă nu este o stare. Stările sunt { $states }.
lists-wrong-day = A patra celulă nu este o zi scrisă ca 2026-11-24.
lists-wrong-future = Ziua este în viitor.
lists-wrong-differs = Rândul { $line } spune altă stare a aceleiași cereri pentru aceeași zi.
