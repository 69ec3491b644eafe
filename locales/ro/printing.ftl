# Cuvintele despre tipărire: ce se întâmplă cu o foaie și ce lipsește imprimantei.

print-sending = Foaia pleacă spre imprimantă. Încă nu este pe hârtie.
print-sent = Foaia este trimisă la imprimantă. Încă nu este tipărită.
print-printing = Imprimanta lucrează. Așteptați foaia.
print-stopped = Imprimanta așteaptă.
print-printed = Foaia este tipărită. Luați-o din imprimantă.
print-confirmed = Foaia este tipărită.
print-unsure = Uitați-vă la imprimantă: a ieșit foaia?
print-unsure-why = Imprimanta nu a spus sigur dacă a tipărit-o.
print-cancelled = Tipărirea este oprită.
print-cancelled-why = Dacă o parte din foaie a ieșit deja, luați-o din imprimantă.
print-failed = Foaia nu s-a tipărit.
print-call = Chemați specialistul.
print-goes-on = După aceea foaia se tipărește singură.
print-file = Nu este nicio imprimantă. Foaia se poate păstra ca fișier PDF.
print-kept = Foaia este păstrată ca fișier: { $file }
print-kept-here = Fișierul îl poate deschide numai contul acestui calculator.
print-kept-stick = Oricine are stickul poate deschide fișierul. Nu-l lăsați aici.
print-not-kept = Fișierul nu s-a putut scrie. Alegeți alt loc.
print-over-alone = Aici tipărește numai specialistul. Chemați-l sau luați planul cu telefonul.
print-over-pages = { $count ->
    [0] Ați tipărit deja toate paginile care se pot tipări fără specialist. Pentru mai multe, chemați specialistul.
    [one] Mai puteți tipări { $number } pagină fără specialist. Pentru mai multe, chemați specialistul.
    [few] Mai puteți tipări { $number } pagini fără specialist. Pentru mai multe, chemați specialistul.
   *[other] Mai puteți tipări { $number } de pagini fără specialist. Pentru mai multe, chemați specialistul.
}

printer-paper-out = În imprimantă nu mai este hârtie.
printer-paper-out-do = Puneți hârtie în tavă.
printer-paper-needed = Imprimanta cere altă hârtie decât cea din tavă.
printer-paper-needed-do = Puneți hârtia pe care o cere ecranul imprimantei.
printer-paper-low = Hârtia din imprimantă este pe terminate.
printer-paper-low-do = Puneți hârtie în tavă.
printer-paper-jam = Hârtia s-a blocat în imprimantă.
printer-paper-jam-do = Deschideți imprimanta, scoateți hârtia blocată și închideți-o.
printer-cover-open = Imprimanta este deschisă.
printer-cover-open-do = Închideți capacul sau ușița.
printer-tray-missing = Tava imprimantei lipsește sau nu este împinsă până la capăt.
printer-tray-missing-do = Împingeți tava până la capăt.
printer-ink-low = Cerneala sau tonerul imprimantei este pe terminate.
printer-ink-low-do = Pregătiți un cartuș nou.
printer-ink-out = Imprimanta nu mai are cerneală sau toner.
printer-ink-out-do = Puneți un cartuș nou.
printer-output-full = Locul unde ies foile este plin.
printer-output-full-do = Luați foile ieșite.
printer-waste-full = Recipientul pentru tonerul sau cerneala folosită este plin.
printer-waste-full-do = Schimbați recipientul.
printer-temperature = Imprimanta se încălzește sau s-a încins.
printer-temperature-do = Așteptați câteva minute.
printer-worn = O piesă a imprimantei este uzată.
printer-worn-do = Anunțați administratorul.
printer-not-reached = Imprimanta nu răspunde.
printer-not-reached-do = Vedeți dacă este pornită și dacă este legat cablul.
printer-paused = Imprimanta este oprită din calculator.
printer-paused-do = Programul o pornește singur. Dacă nu pornește, anunțați administratorul.
printer-shut-down = Imprimanta este închisă.
printer-shut-down-do = Porniți imprimanta.
printer-no-room = Calculatorul nu are loc pentru tipărire.
printer-no-room-do = Anunțați administratorul.
printer-set-up = Imprimanta nu este pregătită pe acest calculator.
printer-set-up-do = Anunțați administratorul.
printer-not-accepting = Imprimanta nu primește foi acum.
printer-not-accepting-do = Anunțați administratorul.
printer-unreadable = Imprimanta nu a putut citi foaia.
printer-unreadable-do = Încercați încă o dată. Dacă nu se poate, anunțați administratorul.
printer-no-system = Tipărirea de pe acest calculator nu răspunde.
printer-no-system-do = Anunțați administratorul.
printer-no-news = Imprimanta nu mai lucrează și nu spune de ce.
printer-no-news-do = Uitați-vă pe ecranul imprimantei. Opriți-o și porniți-o din nou.
printer-other = Imprimanta nu poate lucra.
printer-other-do = Imprimanta spune: { $word }
