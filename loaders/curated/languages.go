package curated

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
)

// languages are those in which the names of countries are known: the six of the United Nations, and four of the
// neighbourhoods that the bundled data are about. The names are those of the Unicode CLDR, which golang.org/x/text
// carries (Unicode License v3); English and French are among them for spellings that the table lacks.
var languages = []language.Tag{
	language.English, language.French, language.Spanish, language.Russian, language.SimplifiedChinese,
	language.TraditionalChinese,
	language.Arabic, language.Korean, language.Japanese, language.German, language.Ukrainian,
}

// spoken are names that CLDR does not have: other usual names of states of today, and those of states that are no more.
var spoken = map[graph.ID][]string{
	"state:PRK": {
		"République populaire démocratique de Corée", "RPDC", "Северная Корея", "КНДР", "朝鲜民主主义人民共和国", "北韩",
		"조선", "조선민주주의인민공화국", "朝鮮民主主義人民共和国", "Корейська Народно-Демократична Республіка",
	},
	"state:KOR": {"République de Corée", "Южная Корея", "大韩民国", "한국", "남한", "大韓民国", "Республіка Корея"},
	"state:USA": {
		"USA", "США", "Соединённые Штаты Америки", "美利坚合众国", "アメリカ", "미합중국", "Vereinigte Staaten von Amerika",
		"États-Unis d'Amérique", "Estados Unidos de América", "الولايات المتحدة الأمريكية", "Сполучені Штати Америки",
	},
	"state:RUS": {
		"Fédération de Russie", "Federación de Rusia", "Российская Федерация", "俄罗斯联邦", "Russische Föderation",
		"Російська Федерація", "러시아 연방", "ロシア連邦",
	},
	"state:CHN": {
		"République populaire de Chine", "República Popular China", "Китайская Народная Республика", "КНР",
		"中华人民共和国", "中華人民共和國", "中華人民共和国", "중화인민공화국", "Volksrepublik China", "جمهورية الصين الشعبية",
	},
	"state:GBR": {"Grande-Bretagne", "Gran Bretaña", "Соединённое Королевство", "Großbritannien", "Об'єднане Королівство"},
	"state:BLR": {"Белоруссия", "Weißrussland", "Biélorussie", "Bielorrusia"},
	"state:CZE": {"Tschechische Republik", "République tchèque", "República Checa", "Чешская Республика"},
	"state:SUN": {
		"Union soviétique", "URSS", "Unión Soviética", "Советский Союз", "СССР", "苏联", "蘇聯", "الاتحاد السوفيتي",
		"소련", "소비에트 연방", "ソ連", "ソビエト連邦", "Sowjetunion", "UdSSR", "Радянський Союз", "СРСР",
	},
	"state:YUG": {"Yougoslavie", "Югославия", "南斯拉夫", "يوغوسلافيا", "유고슬라비아", "ユーゴスラビア", "Jugoslawien", "Югославія"},
	"state:CSK": {
		"Tchécoslovaquie", "Checoslovaquia", "Чехословакия", "捷克斯洛伐克", "تشيكوسلوفاكيا", "체코슬로바키아", "チェコスロバキア",
		"Tschechoslowakei", "Чехословаччина",
	},
	"state:DDR": {
		"République démocratique allemande", "RDA", "República Democrática Alemana", "ГДР", "东德", "東德", "동독",
		"東ドイツ", "DDR", "Deutsche Demokratische Republik", "НДР",
	},
}

// namesIn are the names of a state in other languages, by its ISO code of today and from the table of spoken ones.
func namesIn(h *graph.Header) []string {
	out := spoken[h.ID]
	for _, code := range h.Identifiers {
		if code.Scheme != graph.SchemeISOAlpha2 || !code.Period.Until.IsZero() {
			continue
		}
		region, err := language.ParseRegion(code.Value)
		if err != nil || region.String() != code.Value {
			continue
		}
		for _, in := range languages {
			if name := display.Regions(in).Name(region); name != "" {
				out = append(out, name)
			}
		}
	}
	return out
}

// inOtherLanguages are the bearers of foreign names by key.
func inOtherLanguages(nodes []graph.Node) map[string][]bearer {
	out := map[string][]bearer{}
	for _, n := range nodes {
		if n.Label() != graph.LabelState {
			continue
		}
		for _, name := range namesIn(n.Head()) {
			put(out, names.Key(name), bearer{n.Head().ID, n.Label(), name, true, n.Head().Period})
		}
	}
	return out
}
