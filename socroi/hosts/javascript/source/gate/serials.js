// Excel's serial numbers of dates, in the 1900 system: 1 is 1 January 1900, 60 a day that never was.

const DAY = 86400000;
const DAY_ZERO = Date.UTC(1899, 11, 30);
const LAST_SERIAL = 2958465;
const PHANTOM = 60;

// The clock of the person at the sheet counts, as a sheet has no time zone.
function toSerial(date) {
  const local = Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  const time = (date.getHours() * 3600 + date.getMinutes() * 60 + date.getSeconds()) * 1000 + date.getMilliseconds();
  const whole = Math.round((local - DAY_ZERO) / DAY);
  return (whole > PHANTOM ? whole : whole - 1) + time / DAY;
}

// The year, month and day of a serial number, null where there is no such day.
function fromSerial(serial) {
  const whole = Math.floor(serial);
  if (!(whole >= 1 && whole <= LAST_SERIAL) || whole === PHANTOM) return null;
  const day = new Date(DAY_ZERO + (whole > PHANTOM ? whole : whole + 1) * DAY);
  return { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
}
