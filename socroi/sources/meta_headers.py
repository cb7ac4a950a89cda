"""The headers of Ads Manager in the languages of its accounts, by field.

English as Ads Manager writes it; the others as seen in exports and in other programs' importers. A header that is not
here is not read, and stands in `Export.ignored`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, tuple[str, ...]]] = {
    "start": ("Reporting starts",),
    "end": ("Reporting ends",),
    "day": ("Day",),
    "period": ("Month", "Week"),
    "platform": ("Platform", "Publisher platform"),
    "campaign_id": ("Campaign ID",),
    "campaign": ("Campaign name",),
    "ad_set": ("Ad set name",),
    "ad": ("Ad name",),
    "attribution": ("Attribution setting",),
    "results": ("Results",),
    "result_kind": ("Result indicator", "Result type"),
    "reach": ("Reach",),
    "impressions": ("Impressions",),
    "clicks": ("Link clicks",),
    "click_rate": ("CTR (link click-through rate)",),
    "spend": ("Amount spent",),
    "account_currency": ("Currency", "Account currency"),
    "engagements": ("Post engagements", "Post engagement", "Page engagement"),
    "followers": ("Follows or likes", "Facebook likes", "Page likes", "Instagram follows"),
    "video_views": ("3-second video plays", "Video plays"),
    "leads": ("Leads",),
    "conversions": ("Purchases", "Website purchases"),
    "revenue": (
        "Purchases conversion value",
        "Purchase conversion value",
        "Website purchases conversion value",
    ),
}

FRENCH: Final[Mapping[str, tuple[str, ...]]] = {
    "start": ("Début des rapports",),
    "end": ("Fin des rapports",),
    "day": ("Jour",),
    "period": ("Mois", "Semaine"),
    "platform": ("Plateforme",),
    "campaign_id": ("Numéro de la campagne",),
    "campaign": ("Nom de la campagne",),
    "ad_set": ("Nom de l'ensemble de publicités",),
    "ad": ("Nom de la publicité",),
    "attribution": ("Paramètre d'attribution",),
    "results": ("Résultats",),
    "result_kind": ("Indicateur de résultats",),
    "reach": ("Couverture",),
    "impressions": ("Impressions",),
    "clicks": ("Clics sur un lien",),
    "spend": ("Montant dépensé",),
    "account_currency": ("Devise",),
    "leads": ("Prospects",),
    "conversions": ("Achats",),
    "revenue": ("Valeur de conversion des achats",),
}

SPANISH: Final[Mapping[str, tuple[str, ...]]] = {
    "start": ("Inicio del informe",),
    "end": ("Fin del informe",),
    "day": ("Día",),
    "period": ("Mes", "Semana"),
    "platform": ("Plataforma",),
    "campaign_id": ("Identificador de la campaña",),
    "campaign": ("Nombre de la campaña",),
    "ad_set": ("Nombre del conjunto de anuncios",),
    "ad": ("Nombre del anuncio",),
    "attribution": ("Configuración de atribución",),
    "results": ("Resultados",),
    "result_kind": ("Indicador de resultado", "Indicador de resultados"),
    "reach": ("Alcance",),
    "impressions": ("Impresiones",),
    "clicks": ("Clics en el enlace",),
    "spend": ("Importe gastado",),
    "account_currency": ("Divisa", "Moneda"),
    "conversions": ("Compras",),
    "revenue": ("Valor de conversión de compras",),
}

GERMAN: Final[Mapping[str, tuple[str, ...]]] = {
    "start": ("Berichtsstart",),
    "end": ("Berichtsende",),
    "day": ("Tag",),
    "period": ("Monat", "Woche"),
    "platform": ("Plattform",),
    "campaign_id": ("Kampagnen-ID",),
    "campaign": ("Kampagnenname",),
    "ad_set": ("Anzeigengruppenname",),
    "ad": ("Anzeigenname", "Name der Anzeige"),
    "attribution": ("Attributionseinstellung",),
    "results": ("Ergebnisse",),
    "result_kind": ("Ergebnisindikator",),
    "reach": ("Reichweite",),
    "impressions": ("Impressionen",),
    "clicks": ("Link-Klicks",),
    "click_rate": ("CTR (Link-Klickrate)",),
    "spend": ("Ausgegebener Betrag",),
    "account_currency": ("Währung",),
    "conversions": ("Käufe",),
}

ITALIAN: Final[Mapping[str, tuple[str, ...]]] = {
    "start": ("Inizio dei report", "Inizio report"),
    "end": ("Fine dei report", "Fine report"),
    "day": ("Giorno",),
    "period": ("Mese", "Settimana"),
    "platform": ("Piattaforma",),
    "campaign_id": ("ID campagna",),
    "campaign": ("Nome della campagna",),
    "ad_set": ("Nome del gruppo di inserzioni",),
    "ad": ("Nome dell'inserzione",),
    "attribution": ("Impostazione di attribuzione",),
    "results": ("Risultati",),
    "result_kind": ("Indicatore di risultato",),
    "reach": ("Copertura",),
    "impressions": ("Impression",),
    "clicks": ("Clic sul link",),
    "click_rate": ("CTR (percentuale di clic sul link)",),
    "spend": ("Importo speso",),
    "account_currency": ("Valuta",),
    "conversions": ("Acquisti",),
    "revenue": ("Valore di conversione degli acquisti",),
}

PORTUGUESE: Final[Mapping[str, tuple[str, ...]]] = {
    "start": ("Início dos relatórios",),
    "end": ("Término dos relatórios", "Encerramento dos relatórios"),
    "day": ("Dia",),
    "period": ("Mês", "Semana"),
    "platform": ("Plataforma",),
    "campaign_id": ("Identificação da campanha",),
    "campaign": ("Nome da campanha",),
    "ad_set": ("Nome do conjunto de anúncios",),
    "ad": ("Nome do anúncio",),
    "attribution": ("Configuração de atribuição",),
    "results": ("Resultados",),
    "result_kind": ("Indicador de resultados",),
    "reach": ("Alcance",),
    "impressions": ("Impressões",),
    "clicks": ("Cliques no link",),
    "click_rate": ("CTR (taxa de cliques no link)",),
    "spend": ("Valor usado", "Valor gasto"),
    "account_currency": ("Moeda",),
    "leads": ("Leads",),
    "conversions": ("Compras",),
    "revenue": ("Valor de conversão da compra", "Valor de conversão de compras"),
}

LANGUAGES: Final = (ENGLISH, FRENCH, SPANISH, GERMAN, ITALIAN, PORTUGUESE)

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    field: tuple(dict.fromkeys(header for language in LANGUAGES for header in language.get(field, ())))
    for field in ENGLISH
}
"""For each field, the headers of all languages."""
