"""Chinese surnames and forms of address, as far as rules need to know them."""

from __future__ import annotations

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施"
    "文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷"
)
"""The commonest; together nine in ten people bear one of them."""

MALE = ("先生", "大爷", "大伯", "大叔", "叔叔", "伯伯", "爷爷", "大哥", "老伯", "叔", "伯", "哥")
FEMALE = ("女士", "小姐", "大妈", "大娘", "大姐", "大婶", "阿姨", "婶婶", "奶奶", "姨", "姐", "婶")
NEUTRAL = ("师傅", "老师", "同志")
TITLES = tuple(sorted((*MALE, *FEMALE, *NEUTRAL), key=len, reverse=True))
"""What follows a surname in a form of address, the longest first."""

ENGLISH_TITLES = ("Mr", "Mrs", "Ms", "Miss", "Mx", "Dr")
