-- Why a report of harm was made late.
ALTER TABLE l_mandatory_report ADD COLUMN f_late_why TEXT;
