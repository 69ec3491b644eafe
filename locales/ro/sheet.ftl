# Cuvintele de pe hârtie: foile care se tipăresc.

sheet-page = Pagina { $page } din { $pages }
leaf-plan = Planul dumneavoastră, făcut { $date }
leaf-for-event = Pentru: „{ $event }”
leaf-nobody = Pe această foaie nu sunt nume și nici alte date personale.
leaf-done = Ce s-a început deja
leaf-column-number = Nr.
leaf-column-do = Ce faceți
leaf-column-where = Unde, până când, cât costă
leaf-column-have = Am
leaf-column-paper = Actul
leaf-notices = Anunțuri
leaf-ask = Unde întrebați
leaf-codes = Planul în telefonul dumneavoastră
leaf-codes-lead = Îndreptați camera telefonului spre cod. Planul apare pe telefon, fără numele dumneavoastră.
leaf-day = Ziua
leaf-copy-person = Exemplarul persoanei
leaf-copy-centre = Exemplarul centrului
leaf-sign-person = Semnătura persoanei
leaf-sign-specialist = Numele și semnătura specialistului
leaf-mark = Ambele exemplare au aceleași cifre:
leaf-slip = Codul dumneavoastră
leaf-slip-lead = Păstrați acest cod și luați-l cu dumneavoastră. După el orice specialist al acestui centru găsește cazul.
leaf-slip-qr = Cod QR cu codul cazului
leaf-code = Cod: { $code }
leaf-when = Când vă așteptăm
leaf-when-day = { $date }, ora { $hour }
leaf-when-papers = Luați cu dumneavoastră actele.
leaf-when-request = Completăm și depunem cererile.
leaf-when-result = Vă dăm rezultatul.
leaf-when-advice = Vă răspundem la întrebări.
leaf-receipt = Ce s-a făcut pentru dumneavoastră
leaf-requests = Cererile dumneavoastră
leaf-column-request = Cererea
leaf-column-state = În ce stare este
leaf-number = Număr: { $number }
leaf-not-sent = Încă nu s-a trimis la instituție: { $requests }.
leaf-informed = Ați fost informat. Nu s-a făcut nicio cerere.
leaf-own = Datele dumneavoastră la noi
leaf-filled = Ce s-a completat
leaf-filled-by = Specialistul a scris acestea din ce ați spus și ați arătat:
leaf-kept = Ce se păstrează și până când
leaf-kept-open = { $count ->
    [one] Datele, cererile și ce s-a făcut se păstrează cât timp cazul este deschis și încă { $number } zi după aceea. Apoi se șterg.
    [few] Datele, cererile și ce s-a făcut se păstrează cât timp cazul este deschis și încă { $number } zile după aceea. Apoi se șterg.
   *[other] Datele, cererile și ce s-a făcut se păstrează cât timp cazul este deschis și încă { $number } de zile după aceea. Apoi se șterg.
}
leaf-kept-closed = { $count ->
    [one] Lucrul s-a încheiat la { $date }. Ce s-a păstrat se șterge la { $number } zi după aceea.
    [few] Lucrul s-a încheiat la { $date }. Ce s-a păstrat se șterge la { $number } zile după aceea.
   *[other] Lucrul s-a încheiat la { $date }. Ce s-a păstrat se șterge la { $number } de zile după aceea.
}
leaf-erase = Cum cereți să fie șterse
leaf-erase-how = Veniți la centru sau telefonați și spuneți că doriți ca datele să fie șterse. Ce a primit o instituție rămâne la ea: întrebați acolo.
leaf-draft = Ciornă: { $service }
leaf-draft-begun = Începută, nepregătită și nedepusă
leaf-draft-lead = Această foaie este o ciornă. Cererea se depune pe portal sau la ghișeu.
leaf-draft-fields = Cererea
