"""The fixed text inside every bundle: how to check it without this program, with two scripts to cut out of it."""

VERIFY_SH = r"""#!/bin/sh
# sh verify.sh SIGNERS SCHOOL [IDENTITY [KRL]]   in the folder the bundle was unzipped into
# SIGNERS: allowed_signers of the bureau. SCHOOL: ten digits. IDENTITY: age identity of the bureau. KRL: revoked certificates.
set -eu
signers=$1 school=$2 identity=${3:-} krl=${4:-}
no() { echo "REJECTED: $1"; exit 1; }
part() { sed -n 's/.*"'"$1"'":{\([^}]*\)}.*/\1/p' statement.json; }
text() { printf '%s' "$1" | sed -n 's/.*"'"$2"'":"\([^"]*\)".*/\1/p'; }
count() { printf '%s' "$1" | sed -n 's/.*"'"$2"'":\([0-9]*\).*/\1/p'; }
same() {
  [ "$(wc -c < "$2" | tr -d ' ')" = "$(count "$1" bytes)" ] || no "$2: length"
  [ "$(sha256sum "$2" | cut -d ' ' -f 1)" = "$(text "$1" sha256)" ] || no "$2: SHA-256"
  [ "$(openssl dgst -sm3 "$2" | sed 's/.* //')" = "$(text "$1" sm3)" ] || no "$2: SM3"
}
[ "$(cat mimetype)" = application/vnd.jlt.bundle+zip ] || no mimetype
set -- -f "$signers" -I "school-$school" -n submission-v1@jlt.local -s statement.json.sig
[ -z "$krl" ] || set -- "$@" -r "$krl"
ssh-keygen -Y verify "$@" < statement.json || no signature
[ "$(sed -n 's/.*"school_id":"\([0-9]*\)".*/\1/p' statement.json)" = "$school" ] || no school
same "$(part ciphertext)" payload.age
[ -n "$identity" ] || { echo "SIGNED (not opened)"; exit 0; }
age -d -i "$identity" -o bag.zip payload.age || no unseal
same "$(part plaintext)" bag.zip
unzip -q -o bag.zip
(cd bag && sha256sum -c --quiet manifest-sha256.txt tagmanifest-sha256.txt) || no bag
echo "ACCEPTED: figures in bag/data"
"""

VERIFY_CMD = r"""@echo off
rem verify.cmd SIGNERS SCHOOL [IDENTITY]   in the folder the bundle was unzipped into
ssh-keygen -Y verify -f %1 -I school-%2 -n submission-v1@jlt.local -s statement.json.sig < statement.json || goto no
findstr /c:"\"school_id\":\"%2\"" statement.json > nul || goto no
for /f %%h in ('certutil -hashfile payload.age SHA256 ^| findstr /r "^[0-9a-f]*$"') do set c=%%h
findstr /c:"\"ciphertext\":{\"bytes\":" statement.json | findstr /c:"\"sha256\":\"%c%\"" > nul || goto no
if "%3"=="" goto signed
age -d -i %3 -o bag.zip payload.age || goto no
for /f %%h in ('certutil -hashfile bag.zip SHA256 ^| findstr /r "^[0-9a-f]*$"') do set p=%%h
findstr /c:"\"sha256\":\"%p%\"" statement.json > nul || goto no
echo ACCEPTED: figures in bag.zip
exit /b 0
:signed
echo SIGNED (not opened)
exit /b 0
:no
echo REJECTED
exit /b 1
"""

_WORDS = """\
这是学校报送的数据包。不装任何新软件也能核对:
1. 解压。  2. 核对签名(allowed_signers 是信任的学校钥匙名单,XXXXXXXXXX 换成学校标识码):
   ssh-keygen -Y verify -f allowed_signers -I school-XXXXXXXXXX -n submission-v1@jlt.local -s statement.json.sig < statement.json
   名单里写 cert-authority 的一行就是信任教育局发的证书;要查作废的证书,再加 -r revoked.krl。
3. sha256sum payload.age,应与 statement.json 里 ciphertext 的 sha256 相同。
4. age -d -i identity.txt -o bag.zip payload.age,解压 bag.zip,进入 bag 文件夹:
   sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt
请不要用 PowerShell 的管道(type ... |)核对签名,它会改动内容;用 cmd 的 < 重定向。
下面两段可以照抄成 verify.sh(Linux、macOS)和 verify.cmd(Windows)来用:
   sed -n '/^#!/,/^echo "ACC/p' README.txt > verify.sh

This is a school's submission. It can be checked without new software:
1. Unzip.  2. Check the signature (allowed_signers holds the trusted school keys; XXXXXXXXXX is the school code):
   ssh-keygen -Y verify -f allowed_signers -I school-XXXXXXXXXX -n submission-v1@jlt.local -s statement.json.sig < statement.json
   A cert-authority line in that file trusts the certificates of the bureau; add -r revoked.krl for those that count no more.
3. sha256sum payload.age must equal ciphertext.sha256 in statement.json.
4. age -d -i identity.txt -o bag.zip payload.age, unzip bag.zip, and in the folder bag:
   sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt
Do not pipe through PowerShell; it alters bytes. Use the < of cmd.
The two scripts below may be cut out as verify.sh and verify.cmd.

"""

README = f"{_WORDS}==== verify.sh ====\n{VERIFY_SH}\n==== verify.cmd ====\n{VERIFY_CMD}".encode()
