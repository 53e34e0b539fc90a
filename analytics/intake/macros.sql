-- How a text of a file is read, as macros: each gives NULL for what cannot be read.

-- A text without the blanks around it, NULL when nothing else is there, or nothing but the dashes that people write for
-- nothing. Looking at both ends first costs a fifth of trim.
create macro nothing_as_null(t) as case
    when length(t) <= 6 and regexp_full_match(t, '[-‐‑‒–—―−─－﹣/／\\…]+|\\N') then null else nullif(t, '') end;
create macro is_clean(t) as (t between '0' and '[' or t between '^' and '~') and t[-1] between '!' and '~';
create macro without_blanks(t, blanks) as case
    when is_clean(t) then t
    when t = '' then null
    when contains(blanks, t[1]) or contains(blanks, t[-1]) then nothing_as_null(trim(t, blanks))
    else nothing_as_null(t) end;

create macro full_width_as_ascii(t) as
    translate(t, '０１２３４５６７８９．－＋：／，　', '0123456789.-+:/, ');

-- A number, plain or with thousands separators; never NaN or infinite, and none of DuckDB's own notations (1_000, 0x10).
create macro plain_number(t) as case
    when regexp_full_match(t, '[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?') then try_cast(t as double)
    when regexp_full_match(t, '[+-]?\d{1,3}(,\d{3})+(\.\d*)?') then try_cast(replace(t, ',', '') as double)
    end;
create macro nan_as_null(n) as case when isfinite(n) then n end;
-- The common form by itself: one expression instead of four.
create macro as_number(t) as case
    when regexp_full_match(t, '-?\d+(\.\d+)?') then nan_as_null(try_cast(t as double))
    when isfinite(coalesce(plain_number(t), plain_number(trim(full_width_as_ascii(t)))))
    then coalesce(plain_number(t), plain_number(trim(full_width_as_ascii(t)))) end;
create macro whole(n) as case when n = trunc(n) and abs(n) < 9e15 then cast(n as bigint) end;
-- Most whole numbers of a file are counts of one digit.
create macro whole_number(t) as case
    when strlen(t) = 1 and t between '0' and '9' then cast(ascii(t) - 48 as bigint) else whole(as_number(t)) end;

-- A time in ISO 8601, its zone taken off and not applied: times are local civil time.
create macro iso_time(t) as case
    when regexp_full_match(t, '\d{4}-\d{1,2}-\d{1,2}([ T]+\d{1,2}:\d{1,2}(:\d{1,2}([.,]\d+)?)?)?')
        then try_cast(replace(replace(t, 'T', ' '), ',', '.') as timestamp)
    when regexp_full_match(t, '\d{4}-\d{2}-\d{2}[ T]\d{2}') then try_cast(replace(t, 'T', ' ') || ':00' as timestamp)
    when regexp_full_match(t, '\d{8}') then try_strptime(t, '%Y%m%d')
    when regexp_full_match(t, '\d{12}') then try_strptime(t, '%Y%m%d%H%M')
    when regexp_full_match(t, '\d{14}') then try_strptime(t, '%Y%m%d%H%M%S')
    when regexp_full_match(t, '\d{8}T\d{4}([Zz]|[+-]\d{2}(:?\d{2})?)?') then try_strptime(t[:13], '%Y%m%dT%H%M')
    when regexp_full_match(t, '\d{8}T\d{6}([Zz]|[+-]\d{2}(:?\d{2})?)?') then try_strptime(t[:15], '%Y%m%dT%H%M%S')
    when regexp_full_match(t, '\d{4}-W\d{2}-[1-7]') then try_strptime(t, '%G-W%V-%u')
    -- The 366th day of a year that has 365 is none.
    when regexp_full_match(t, '\d{4}-\d{3}') and year(try_strptime(t, '%Y-%j')) = cast(t[:4] as integer)
        then try_strptime(t, '%Y-%j')
    end;
create macro without_zone(t) as
    regexp_replace(t, '(:\d{2}(?:[.,]\d+)?)\s*(?:Z|z|UTC|GMT|CST)?(?:[+-]\d{2}(?::?\d{2})?)?(?:\[[\w/]+\])?$', '\1');
create macro is_common_time(t) as t like '____-__-__ __:__:__' or t like '____-__-__T__:__:__';

create macro twelve_hours(t, is_morning, is_afternoon) as
    t + to_hours(case when is_afternoon and hour(t) < 12 then 12 when is_morning and hour(t) = 12 then -12 else 0 end);

-- A spreadsheet's count of days since its day zero, for a cell that was never formatted as a date: 1990 to 2100 only.
create macro serial_time(t, zero) as case
    when regexp_full_match(t, '\d{5}(\.\d+)?')
         and zero + to_seconds(cast(round(cast(t as double) * 86400) as bigint))
             between timestamp '1990-01-01' and timestamp '2100-12-31 23:59:59'
    then zero + to_seconds(cast(round(cast(t as double) * 86400) as bigint)) end;

-- An identifier that came as a number: whole, without the zero after the point; beyond 15 digits its last ones are lost.
create macro number_as_id(n) as case
    when n = trunc(n) and abs(n) < 1e15 then cast(cast(n as bigint) as varchar)
    when n = trunc(n) then format('{:.14E}', cast(n as double))
    when n is not null then cast(n as varchar) end;
