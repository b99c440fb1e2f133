package io.triskel.load.evaluate;

import io.triskel.load.report.words.Words;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in another language why an offer fails a gate. Offers write their reasons in English; these are the sentences that they use. */
final class GateReason {
    private static final List<String> SENTENCES = List.of(
            "events must be kept for {0} days, {1} keeps them for {2}",
            "an archive reads the bus, and none can read {0}",
            "{0} partitions are needed, a hub of {1} has {2}",
            "{0} instances are needed, a plan has {1}",
            "{0} lanes are needed, {1} shards have {2}",
            "{0} instances, an app has {1}",
            "{0} {1} are needed, {2} has {3}",
            "{0} {1}, the default quota is {2}",
            "{0} is not sold in {1}",
            "{0} is not documented to keep the order of a key",
            "an event has {0} bytes, {1} takes {2}",
            "the hottest key needs {0} s of sequential work per second",
            "the hottest key has {0} MB/s, {1} takes {2}",
            "the hottest key has {0} events/s, {1} takes {2}",
            "at least {0} on average");
    /** Before the fix of an exceeded limit, or the waits of a missed objective. */
    private static final Pattern FURTHER = Pattern.compile("\\. Fix: |(?<= on average)[,:] ");

    private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]*(\\.\\d+)?");
    private static final Pattern TIME = Pattern.compile("(" + NUMBER + ") (ms|s)");

    private GateReason() {}

    /** {@return the reason without the fix; empty if it is not one of the known sentences} */
    static Optional<String> in(Words words, String why) {
        String reason = FURTHER.split(why, 2)[0];
        return SENTENCES.stream()
                .flatMap(sentence -> said(words, sentence, reason).stream())
                .findFirst();
    }

    private static Optional<String> said(Words words, String sentence, String reason) {
        Matcher found = pattern(sentence).matcher(reason);
        if (!found.matches()) {
            return Optional.empty();
        }
        Object[] parts = new Object[found.groupCount()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = part(words, found.group(i + 1));
        }
        return Optional.of(words.say(sentence, parts));
    }

    private static Pattern pattern(String sentence) {
        StringBuilder pattern = new StringBuilder();
        for (String text : sentence.split("\\{\\d}", -1)) {
            pattern.append(pattern.isEmpty() && text.isEmpty() ? "" : Pattern.quote(text))
                    .append("(.+?)");
        }
        pattern.setLength(pattern.length() - "(.+?)".length());
        return Pattern.compile(pattern.toString());
    }

    private static String part(Words words, String part) {
        Matcher time = TIME.matcher(part);
        if (time.matches()) {
            return part(words, time.group(1)) + words.language().space() + time.group(time.groupCount());
        }
        return NUMBER.matcher(part).matches() ? number(words, part) : words.term(part);
    }

    private static String number(Words words, String number) {
        String plain = number.replace(",", "");
        int point = plain.indexOf('.');
        return point < 0
                ? words.count(Long.parseLong(plain))
                : words.count(Long.parseLong(plain.substring(0, point)))
                        + words.language().point()
                        + plain.substring(point + 1);
    }
}
