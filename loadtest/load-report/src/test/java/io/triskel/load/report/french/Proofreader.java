package io.triskel.load.report.french;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what a French proofreader would mark: spaces and signs as the Imprimerie nationale sets them, English words, and words for which
 * the glossary has another one. Names that are written otherwise are in {@link #NAMES}.
 */
public final class Proofreader {
    private static final int AROUND = 24;

    /** Product and law names that hold an English word, a point or a sign of their own. */
    private static final Pattern NAMES = Pattern.compile(
            "Event (Hubs|Grid|Bus)|re:Invent|provisioned concurrency|enhanced fan-out|[A-Za-z][\\w-]*[./]\\w[\\w./-]*"
                    + "|\\b(SecNumCloud|TLS|OAuth|CloudEvents|AsyncAPI|Java|Apache|AMQP|HTTP|BPMN|PCI DSS|ISO|v|version)\\s*\\d+(\\.\\d+)*");

    /** A quotation or a title, which may be in another language. */
    private static final Pattern QUOTED = Pattern.compile("«\\u00a0[^»]*\\u00a0»");

    private static final String UNITS = "(USD|EUR|€|\\$|ms|s|min|h|o|ko|Mo|Go|To|Kio|Mio|Gio|kWh|W)";

    private static final Map<Pattern, String> SIGNS = Map.ofEntries(
            rule("(?<=[^\\u202f\\s?!])[;!?]|[ \\u00a0][;!?]", "U+202F before ; ! ?"),
            rule("(?<=[^\\u00a0\\s\\d]):|(?<=\\d):(?!\\d)|[ \\u202f]:", "U+00A0 before :"),
            rule("[\\dx)][ \\u202f]?%", "U+00A0 before %"),
            rule("«(?!\\u00a0)|(?<!\\u00a0)»", "U+00A0 inside « »"),
            rule("(?<![\\p{L}\\d])\\d{1,3}[ \\u00a0]\\d{3}(?!\\d)", "U+202F between thousands"),
            rule("(?<![\\d,])\\d{5,}(?!\\d)", "U+202F between thousands"),
            rule("(?<![\\d,])[1-9]\\d{0,2}(,\\d{3})+(?!\\d)", "U+202F between thousands, not a comma"),
            rule("(?<![\\d.])\\d+\\.\\d+(?![\\d.])", "a decimal comma"),
            rule("(?<![\\p{L}\\d])\\d+ " + UNITS + "\\b(?!’)", "U+00A0 before a unit"),
            rule("\\d(USD|EUR|€|ms|ko|Mo|Go|To|Mio)\\b", "U+00A0 before a unit"),
            rule("'", "an apostrophe is ’"),
            rule("[\"“”„]", "quotes are « »"),
            rule("\\b\\d+(e|è|ème|eme|er|ère|re|nd|nde)\\b", "ordinals are 1ᵉʳ, 99ᵉ"),
            rule("\\.\\.\\.", "…"),
            rule("(?<=\\p{L}) - (?=\\p{L})", "a dash is –"),
            rule("[ ][\\u00a0\\u202f]|[\\u00a0\\u202f][ ]", "one space"),
            rule("\\b\\d{4}-\\d\\d-\\d\\d\\b", "a date is 3 février 2026"),
            rule("(?i)\\b(oeuvres?|coeurs?|noeuds?|soeurs?)\\b", "œ"),
            rule(
                    "\\b(Etat|Etape|Evénement|Ecart|Evaluation|Etude|Echec|Ecriture|Eviter)s?\\b|(?<!\\p{L})A (partir|la|l’|noter)\\b",
                    "É, À"));

    /** Words that sentences of ours had in French by mistake, and the small words by which any other English sentence is found. */
    private static final Pattern ENGLISH = words(
            "undated|copy|official|secondary|unverified|emulators?|stand-ins?|workloads?"
                    + "|throughput|latency|costs?|orders?|events?|scored?|missing|weights?|consumers?|producers?|replay|retention"
                    + "|ordering|delivery|shared|prices?|rate|month|days|read|later|stored|per|demand|fastest|cheapest|highest|lowest|provisioned|on-demand"
                    + "|the|of|and|with|from|this|that|these|was|were|not|for|by|which|when|than|each|its|has|have|are|is");

    /** Words of the field that stay as they are, in italics, which {@link Prose} leaves out. */
    private static final Pattern FIELD = words("inbox|outbox|commands?|event sourcing|fan-out|claim check");

    private static final Map<Pattern, String> GLOSSARY = Map.ofEntries(
            rule("\\bordres\\b(?! de grandeur)", "commandes (purchases), ordre (sequence)"),
            rule("\\b(fautes?|fauti(f|ve)s?)\\b", "erreur, incorrect"),
            rule("\\b(doublures?|substituts?|bouchons?|simulacres?)\\b", "émulateur"),
            rule("(?<!banc d’)(?<!bancs d’)\\bessais?\\b", "exécution, test de charge"),
            rule("(?i)(?<!dans le )\\bdésord(re|onn)\\w*", "inversion d’ordre, dans le désordre"),
            rule("\\brelectures?\\b", "rejeu (of events), revue (of code)"),
            rule("\\b(boîtes? d’envoi|boîtes? de réception)\\b(?! (transactionnelle|\\())", "outbox, inbox"),
            rule("\\b(percentiles?)\\b", "centile"),
            rule("\\b(dead[- ]letters?|DLQ)\\b", "file de lettres mortes"),
            rule("\\b(snapshots?)\\b", "instantané"),
            rule("\\b(checkpoints?)\\b", "point de reprise"),
            rule("\\b(backlogs?)\\b", "arriéré"),
            rule("\\b(lag|lags)\\b", "retard"),
            rule("\\b(streams?)\\b", "flux"),
            rule("\\b(topics?)\\b", "sujet"),
            rule("\\b(tokens?)\\b", "jeton"),
            rule("\\b(batch|batches|batchs)\\b", "lot"),
            rule("\\b(retry|retries|retrys)\\b", "réessai"),
            rule("\\b(timeouts?)\\b", "délai d’expiration"),
            rule("\\b(throttl\\w+)\\b", "bridage, brider"),
            rule("\\b(packages?)\\b", "livrable"),
            rule("\\b(monitoring)\\b", "supervision"),
            rule("\\b(scal(able|abilité|er|ing)\\w*)\\b", "montée en charge"),
            rule("\\b(digital\\w*)\\b", "numérique"),
            rule("\\b(impact(er|e|ent|é|ée|és|ées))\\b", "toucher, avoir un effet sur"),
            rule("\\b(support(er|e|ent|é|ée|és|ées))\\b", "prendre en charge, accepter"),
            rule("\\b(délivr\\w+)\\b", "livrer"),
            rule("\\b(librairies?)\\b", "bibliothèque"),
            rule("\\b(challenges?|challeng\\w+)\\b", "défi, question"),
            rule("\\b(bas(é|ée|és|ées) sur)\\b", "fondé sur"),
            rule("\\b(au final)\\b", "enfin"),
            rule("\\b(consistan\\w+)\\b", "cohérence"),
            rule("\\b(feedbacks?|business|process|design|lead|leader|trade-?offs?)\\b", "a French word"),
            rule("\\b(lock-in)\\b", "enfermement"),
            rule("\\b(failover)\\b", "bascule"),
            rule("\\b(cloud providers?|providers?)\\b", "fournisseur"));

    private Proofreader() {}

    /** {@return what is wrong with these sentences, each with its surroundings; empty if nothing is} */
    public static List<String> findings(String sentences) {
        String text = QUOTED.matcher(NAMES.matcher(sentences).replaceAll("x")).replaceAll("x");
        List<String> findings = new ArrayList<>();
        SIGNS.forEach((wrong, right) -> add(findings, wrong, right, text));
        add(findings, ENGLISH, "an English word", text);
        add(findings, FIELD, "a word of the field is in italics", text);
        GLOSSARY.forEach((wrong, right) -> add(findings, wrong, right, text));
        return findings;
    }

    private static void add(List<String> findings, Pattern wrong, String right, String text) {
        Stream<MatchResult> found = wrong.matcher(text).results();
        found.forEach(one -> findings.add(right + ": " + around(text, one.start(), one.end())));
    }

    private static String around(String text, int start, int end) {
        return text.substring(Math.max(0, start - AROUND), Math.min(text.length(), end + AROUND))
                .replaceAll("\\s+", " ")
                .replace('\u00a0', '~')
                .replace('\u202f', '^');
    }

    private static Pattern words(String alternatives) {
        return Pattern.compile("(?iU)(?<![\\p{L}\\d’-])(" + alternatives + ")(?![\\p{L}\\d’-])");
    }

    private static Map.Entry<Pattern, String> rule(String wrong, String right) {
        return Map.entry(Pattern.compile("(?U)" + wrong), right);
    }
}
