"""The fixed text inside every bundle: how to check it without this program."""

README = """\
这是学校报送的数据包。不装任何新软件也能核对:
1. 解压。  2. 核对签名(allowed_signers 是信任的学校钥匙名单,XXXXXXXXXX 换成学校标识码):
   ssh-keygen -Y verify -f allowed_signers -I school-XXXXXXXXXX -n submission-v1@jlt.local -s statement.json.sig < statement.json
3. sha256sum payload.age,应与 statement.json 里 ciphertext 的 sha256 相同。
4. age -d -i identity.txt -o bag.zip payload.age,解压 bag.zip,进入 bag 文件夹:
   sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt
请不要用 PowerShell 的管道(type ... |)核对签名,它会改动内容;用 cmd 的 < 重定向。

This is a school's submission. It can be checked without new software:
1. Unzip.  2. Check the signature (allowed_signers holds the trusted school keys; XXXXXXXXXX is the school code):
   ssh-keygen -Y verify -f allowed_signers -I school-XXXXXXXXXX -n submission-v1@jlt.local -s statement.json.sig < statement.json
3. sha256sum payload.age must equal ciphertext.sha256 in statement.json.
4. age -d -i identity.txt -o bag.zip payload.age, unzip bag.zip, and in the folder bag:
   sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt
Do not pipe through PowerShell; it alters bytes. Use the < of cmd.
""".encode()
