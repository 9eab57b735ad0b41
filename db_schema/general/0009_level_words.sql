-- What the school calls the levels of concern.
ALTER TABLE l_school ADD COLUMN f_level_words TEXT;
