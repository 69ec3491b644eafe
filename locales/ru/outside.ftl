# Away from the village: missions abroad and mobile teams.

# --- Days on which nobody is received ---
shut-weekend = В этот день суббота или воскресенье: здесь не работают.
shut-moldova = В этот день праздник в Молдове: здесь не работают.
shut-host = В этот день в стране пребывания праздник ({ $country }): миссия может быть закрыта.
shut-unknown = Выходные дни здесь не известны ({ $country }). Проверьте календарь миссии.
day-in-moldova = В Молдове сейчас другой день: { $date }. Сроки считаются по дню в Молдове.

# --- The next appointment ---
appointment-one = Запись – на одного человека. Семье из четырёх человек нужны четыре записи, каждая в своём деле.
appointment-taken = На { $hour } ждут другого человека. Выберите другое время.
appointment-next = Свободное время в тот же день
appointment-place = Село
appointment-place-hint = Село, куда едет группа. Если человек придёт в офис, оставьте пустым.
leaf-when-place = Место: { $place }

# --- Papers of another country ---
foreign-heading = Документы другой страны
foreign-nothing = { $country }: без апостиля и без легализации, нужен только перевод на румынский.
foreign-apostille = { $country }: апостиль, его ставят в той же стране. Потом перевод на румынский вместе с апостилем.
foreign-legalisation = { $country }: сначала документ заверяют там, потом в миссии Молдовы. Потом перевод на румынский.
foreign-unknown = { $country }: что нужно, здесь не известно. До поездки спросите миссию.
foreign-other = Документ другой страны: сначала спросите. Апостиль ставит только страна, которая дала документ.
foreign-exempt = Без апостиля – документы стран: { $countries }. До поездки спросите по 14 909.
foreign-legalised = Вместо апостиля легализация – документы стран: { $countries }.

# --- The day of a team in a village ---
desk-day-pack = День в селе
pack-heading = Подготовьте день в селе
pack-lead = Выберите день и село. На листе – кто придёт, какие документы принесёт, какие результаты взять с собой и что положить в сумку.
pack-ahead = Назначенные дни
pack-day = { $date }, { $place }: { $number }
pack-place-error = Напишите село.
pack-day-error = Напишите сегодняшний или более поздний день, не дальше года. Например: 24.11.2026.
pack-names = Имена людей на листах
pack-names-hint = Без имён потерянный лист ни о ком ничего не скажет.
pack-people = { $count ->
    [one] Придёт { $number } человек
    [few] Придут { $number } человека
   *[other] Придут { $number } человек
}
pack-nobody = На этот день сюда никто не записан.
pack-bring = Принесёт: { $papers }
pack-results = Вручить: { $services }
pack-only-result = Без времени: ждёт результат
pack-kit = В сумку
pack-kit-unknown = Для этой группы список вещей в каталоге не записан.
pack-sheets = { $count ->
    [one] Будет напечатан { $number } лист: список дня, талоны, списки документов и пустые согласия.
    [few] Будут напечатаны { $number } листа: список дня, талоны, списки документов и пустые согласия.
   *[other] Будут напечатаны { $number } листов: список дня, талоны, списки документов и пустые согласия.
}
pack-print = Напечатать все листы
pack-left = { $count ->
    [one] Остался { $number } лист
    [few] Осталось { $number } листа
   *[other] Осталось { $number } листов
}
pack-title = День в селе
pack-place-line = Село: { $place }
pack-column-done = Готово
pack-column-hour = Время
pack-column-who = Кто придёт, что принесёт и получит
pack-visits = Кто придёт
pack-written = Люди без записи
pack-name-line = Код или имя
preview-pack = Список дня в селе
preview-case-papers = Список документов одного человека
preview-blank-consent = Пустое согласие в двух экземплярах
