package io.triskel.load.evaluate.write;

import io.triskel.load.evaluate.criteria.Language;
import io.triskel.load.evaluate.criteria.Phrase;
import java.util.Locale;

/** The tool's own texts, each in both languages; {@code %s} stands for what is put in, in the same order in both. */
enum Text {
    TITLE("Evaluation %s", "Évaluation %s"),
    LEADS("%s leads for %s, with %s of 10.", "%s l’emporte pour %s, avec %s sur 10."),
    NO_LEADER("No cloud leads for %s.", "Aucun cloud ne l’emporte pour %s."),
    LEADS_WHY(
            "Nothing that is missing, and no bound of what is known, would put another cloud first.",
            "Rien de ce qui manque, ni aucune borne de ce qui est connu, ne mettrait un autre cloud en tête."),
    NOTHING_MEASURED(
            "Nothing was measured on the clouds: all scores are computed from documented limits and list prices, or judged.",
            "Rien n’a été mesuré sur les clouds : toutes les notes sont calculées d’après les limites documentées et les prix"
                    + " publics, ou relèvent d’un avis."),
    TOO_LITTLE_SCORED(
            "Scored is %s of the weight; below %s no cloud is named.",
            "%s du poids est noté ; en dessous de %s, aucun cloud n’est nommé."),
    EVIDENCE_OVERLAPS(
            "Within the bounds of the evidence, more than one cloud could stand first.",
            "Dans les bornes de ce qui est connu, plus d’un cloud pourrait être en tête."),
    MISSING_COULD_CHANGE(
            "What is missing could put another cloud first.", "Ce qui manque pourrait mettre un autre cloud en tête."),
    KNOWN("From limits and prices: %s.", "D’après les limites et les prix : %s."),
    MEASURED_LIST("Measured: %s.", "Mesuré : %s."),
    JUDGED_LIST("Judged, with sources: %s.", "Selon un avis sourcé : %s."),
    UNKNOWN("Unknown: %s (%s of the weight).", "Inconnu : %s (%s du poids)."),
    COST("Cost: %s.", "Coût : %s."),
    TOTALS_HEAD("Totals, of 10", "Totaux, sur 10"),
    TOTALS_LEDE(
            "A total is the weighted mean of what is scored: %s of the weight. It is no ranking where no cloud leads. The third line"
                    + " shows where a total could lie if all that is missing scored 0, or 10.",
            "Un total est la moyenne pondérée de ce qui est noté : %s du poids. Ce n’est pas un classement tant qu’aucun cloud ne"
                    + " l’emporte. La troisième ligne montre où un total pourrait se situer si tout ce qui manque valait 0, ou"
                    + " 10."),
    TOTAL("Total of what is scored", "Total de ce qui est noté"),
    BOUNDS("Within the bounds of evidence", "Dans les bornes de ce qui est connu"),
    REACH("Missing at 0 to 10", "Manquants de 0 à 10"),
    FIRST("First if weights vary", "En tête si les poids varient"),
    FIRST_ANY("... and scores, and what is missing", "... et les notes, et ce qui manque"),
    STABILITY_LEDE(
            "The last two lines: in how many of 2,000 invented weightings, each weight between half and one and a half times what it is, a"
                    + " cloud stands first, ahead of both others; with the likely scores of what is scored, and with scores anywhere within"
                    + " their bounds and what is missing anywhere from 0 to 10. It is a measure of doubt, and names nobody.",
            "Les deux dernières lignes : dans quelle part de 2 000 pondérations inventées, chaque poids valant entre la moitié et une fois"
                    + " et demie ce qu’il est, un cloud est en tête, devant les deux autres ; avec les notes probables de ce qui est"
                    + " noté, puis avec des notes quelconques dans leurs bornes et ce qui manque entre 0 et 10. C’est une mesure du"
                    + " doute, et elle ne désigne personne."),
    FIRST_IN("first in %s", "en tête dans %s"),
    BARS_LEDE(
            "Each bar ends where the total would if all that is missing scored 0; hatched is what it could gain. First: with weights, scores"
                    + " and what is missing anywhere they may be.",
            "Chaque barre s’arrête où serait le total si tout ce qui manque valait 0 ; les hachures sont ce qu’il pourrait y gagner. En"
                    + " tête : avec des poids, des notes et ce qui manque à toute valeur possible."),
    LEADS_MARK("leads", "l’emporte"),
    WEIGHTS("Weights", "Poids"),
    EQUAL("All equal", "Tous égaux"),
    FIRST_OF_ALL("%s first", "%s d’abord"),
    LIVE_LEADS("With these weights %s leads.", "Avec ces poids, %s l’emporte."),
    LIVE_NONE("With these weights no cloud leads.", "Avec ces poids, aucun cloud ne l’emporte."),
    SCORES_HEAD("Scores by criterion", "Notes par critère"),
    CRITERION("Criterion", "Critère"),
    WEIGHT("Weight", "Poids"),
    BASIS("Basis", "Base"),
    WHY_HEAD("Why", "Pourquoi"),
    SENSITIVITY_HEAD("Which change of one weight changes the order", "Quel changement d’un seul poids change l’ordre"),
    SENSITIVITY_LEDE(
            "The nearest weight, all others kept, beyond which two totals of what is scored change places. At the weight itself they"
                    + " are equal.",
            "Le poids le plus proche, les autres inchangés, au-delà duquel deux totaux de ce qui est noté échangent leurs places. À ce"
                    + " poids même, ils sont égaux."),
    ORDER_CHANGES("Order changes", "L’ordre change"),
    FIRST_CHANGES("First place changes", "La tête change"),
    ABOVE("above %s: %s before %s", "> %s : %s devant %s"),
    BELOW("below %s: %s before %s", "< %s : %s devant %s"),
    NEVER("never", "jamais"),
    MEASURED("measured", "mesuré"),
    COMPUTED("computed", "calculé"),
    LIMITS("limits", "limites"),
    JUDGED("judged", "avis"),
    MISSING("missing", "manquant"),
    PROFILE("Profile %s, region %s. %s", "Profil %s, région %s. %s"),
    NOT_TAKEN("Not taken", "Écarté"),
    CHECKED_ON("as of %s", "au %s"),
    FACT("fact %s", "fait %s"),
    OFFICIAL("official", "officiel"),
    SECONDARY("secondary", "secondaire"),
    UNVERIFIED("unverified", "non vérifié"),
    WEIGHTS_LEDE(
            "Move a weight: bars, totals and the weight at which the first place changes follow. The verdict above holds for the weights of"
                    + " the profile.",
            "Déplacez un poids : les barres, les totaux et le poids auquel la tête change suivent. Le verdict ci-dessus vaut pour les poids"
                    + " du profil."),
    WEIGHT_OF("Weight of %s", "Poids de %s"),
    RESET("Weights of the profile", "Poids du profil"),
    SCORED_SHARE("Scored share of the weight", "Part du poids qui est notée"),
    SKIP("Skip to the evaluation", "Aller à l’évaluation"),
    FOOTER(
            "Written by ./triskel evaluate. docs/evaluation.md says how to read and to change it. It needs no network.",
            "Écrit par ./triskel evaluate. docs/evaluation.md dit comment la lire et la modifier. Aucun réseau n’est nécessaire.");

    private final String en;
    private final String fr;

    Text(String en, String fr) {
        this.en = en;
        this.fr = fr;
    }

    Phrase phrase() {
        return new Phrase(en, fr);
    }

    String in(Language language, Object... with) {
        return String.format(Locale.ROOT, phrase().in(language), with);
    }
}
