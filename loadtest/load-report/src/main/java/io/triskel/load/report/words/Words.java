package io.triskel.load.report.words;

import io.triskel.load.cloud.Clouds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Figures and sentences in one language, as people read them. */
public final class Words {
    public static final String ABSENT = "–";

    private static final Pattern READ = Pattern.compile("(.* read )(\\d{4}-\\d\\d-\\d\\d)");
    private static final Pattern FRENCH_WORDS = Pattern.compile("[àâçèéêëîïôùûœ]|\\b(la|les?|du|des|une?|sur|pour)\\b");

    private final Language language;
    private final Targets targets;
    private final Optional<Dictionary> dictionary;

    private Words(Language language, Targets targets) {
        this.language = language;
        this.targets = targets;
        this.dictionary = Dictionary.of(language);
    }

    /** {@return the words of a language for targets of these clouds} */
    public static Words in(Language language, Clouds clouds) {
        return new Words(language, new Targets(clouds));
    }

    public Language language() {
        return language;
    }

    public Targets targets() {
        return targets;
    }

    /**
     * Says a sentence of ours.
     *
     * @param english the sentence; {@code {0}} and {@code {1}} are the places of the parts
     * @throws IllegalStateException if the dictionary of this language does not have it
     */
    public String say(String english, Object... parts) {
        String sentence = sentence(english)
                .orElseThrow(() -> new IllegalStateException("No " + language.code() + " for: " + english));
        StringBuilder said = new StringBuilder();
        int from = 0;
        for (int open = sentence.indexOf('{'); open >= 0; open = sentence.indexOf('{', from)) {
            int close = sentence.indexOf('}', open);
            said.append(sentence, from, open).append(parts[Integer.parseInt(sentence.substring(open + 1, close))]);
            from = close + 1;
        }
        return said.append(sentence.substring(from)).toString();
    }

    private Optional<String> sentence(String english) {
        return dictionary.isEmpty() ? Optional.of(english) : dictionary.get().sentence(english);
    }

    /** {@return the translation of a word from a file, such as the kind of a phase; an unknown word is returned as it is} */
    public String term(String word) {
        return sentence(word).orElse(word);
    }

    /** {@return the name of an offer, such as Kinesis provisioned + Lambda, its parts translated if they need it} */
    public String offer(String name) {
        return Arrays.stream(name.split(" \\+ ")).map(this::term).collect(Collectors.joining(" + "));
    }

    /** {@return when a source was dated, as far as it is known} */
    public String asOf(String date) {
        String dated = dated(date);
        return Language.isDate(date) ? say("as of {0}", dated) : dated;
    }

    /** {@return the date of a source, or why it has none, such as undated, read 2026-11-30} */
    public String dated(String date) {
        Matcher read = READ.matcher(date);
        if (read.matches()) {
            return say(read.group(1) + "{0}", language.date(read.group(2)));
        }
        return Language.isDate(date) ? language.date(date) : term(date);
    }

    /** {@return a title as this language sets it off} It is in French if it has French words, else in English. */
    public Title title(String title) {
        Language own = FRENCH_WORDS.matcher(title).find() ? Language.FRENCH : Language.ENGLISH;
        return new Title(language.quoted(title), Optional.of(own.code()).filter(code -> own != language));
    }

    /** {@return the name of a target; a simulated cloud's name says that it is simulated} */
    public String target(String id) {
        return Clouds.isSimulated(id) ? say("{0}, simulated", target(Clouds.original(id))) : term(targets.name(id));
    }

    /** {@return a count with separated thousands} */
    public String count(long count) {
        return Math.abs(count) < 1000
                ? Long.toString(count)
                : String.format(Locale.ROOT, "%,d", count).replace(",", language.thousands());
    }

    /** {@return a number with two to four digits, such as 1,190, 41, 7.4, 0.31, 0.0042} */
    public String number(double value) {
        if (!Double.isFinite(value)) {
            return ABSENT;
        }
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size >= 9.95) {
            return count(Math.round(value));
        }
        int digits = size >= 0.995 ? 1 : 1 - (int) Math.floor(Math.log10(size));
        return digits > 6 ? "<0" + language.point() + "000001" : decimal(digits, value);
    }

    private String decimal(int digits, double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
        return rounded.stripTrailingZeros().toPlainString().replace(".", language.point());
    }

    public String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : ABSENT;
    }

    /** {@return US dollars: 1,190 USD, 2.87 USD, 0.0042 USD} */
    public String money(double usd) {
        return (usd >= 100 ? count(Math.round(usd)) : usd >= 1 ? decimal(2, usd) : number(usd)) + language.space()
                + "USD";
    }

    /** {@return a score of 0 to 10 with one decimal} */
    public String score(double score) {
        return String.format(Locale.ROOT, "%.1f", score).replace(".", language.point());
    }

    /** {@return the bounds of a score or a total, or the score if they are the same} */
    public String spread(double low, double high) {
        String from = score(low);
        String to = score(high);
        return from.equals(to) ? from : say("{0} to {1}", from, to);
    }

    /** {@return a weight with at most two decimals, as the page's script writes it} */
    public String weight(double weight) {
        return decimal(2, weight);
    }

    /** {@return microseconds in a suitable unit, such as 412 ms} */
    public String micros(double micros) {
        double millis = micros / 1000;
        if (millis >= 9950) {
            return count(Math.round(millis / 1000)) + language.space() + "s";
        }
        if (millis >= 1000) {
            return decimal(1, millis / 1000) + language.space() + "s";
        }
        return number(millis) + language.space() + "ms";
    }

    public String micros(long micros) {
        return micros((double) micros);
    }

    /** {@return milliseconds in a suitable unit} */
    public String millis(double millis) {
        return micros(millis * 1000);
    }

    public String millis(long millis) {
        return millis((double) millis);
    }

    /** {@return a value with its unit, if it has one} */
    public String with(String unit, double value) {
        return switch (unit) {
            case "ms" -> millis(value);
            case "share" -> percent(value);
            case "of rate" -> say("{0} of the rate", percent(value));
            case "" -> number(value);
            case "%" -> number(value) + language.percent();
            default -> number(value) + language.space() + term(unit);
        };
    }

    /** {@return a share of 1 as a percentage} */
    public String percent(double share) {
        return number(100 * share) + language.percent();
    }

    /** {@return the short name of a percentile: p99.9} */
    public String percentile(double percentile) {
        return "p"
                + (percentile == Math.rint(percentile)
                        ? Long.toString((long) percentile)
                        : Double.toString(percentile).replace(".", language.point()));
    }

    /** {@return bytes or a rate of bytes in decimal units, as the providers count} */
    public String bytes(double bytes) {
        List<String> units = List.of("B", "kB", "MB", "GB", "TB");
        int unit = 0;
        double value = bytes;
        while (value >= 1000 && unit < units.size() - 1) {
            value /= 1000;
            unit++;
        }
        return (value >= 9.95 ? number(value) : decimal(2, value)) + language.space() + term(units.get(unit));
    }

    /** {@return the time since the start, such as 26:20 or 1:02:03} */
    public static String clock(long ms) {
        long seconds = ms / 1000;
        return seconds < 3600
                ? String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** {@return an identifier as words: scheduleDelayP99 becomes schedule delay p99} */
    public static String spaced(String camelCase) {
        return camelCase
                .replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replace('-', ' ')
                .toLowerCase(Locale.ROOT);
    }

    public static String capitalised(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** {@return items as a list in words: a, b and c} */
    public String list(List<String> items) {
        int last = items.size() - 1;
        return last < 1
                ? String.join("", items)
                : String.join(", ", items.subList(0, last)) + " " + say("and") + " " + items.get(last);
    }
}
