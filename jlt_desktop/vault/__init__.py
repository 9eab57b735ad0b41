"""The encrypted store of one school: header with key slots, two database files, journal, backups.

create.create_vault(folder, school, people, limits) -> Created      open.open_vault(folder, user, password) -> Session
Session: .user .role .scopes .store(scope) -> Store .signing_key() .change_password(old, new) .close()
Store: .transaction() .page() .get() .parts() .add() .update() .remove() .bring_back() .versions() .journal .settings
"""
