package io.triskel.local.aws.firehose;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names objects: {@code prefix yyyy/MM/dd/HH/ stream-version-yyyy-MM-dd-HH-mm-ss-uuid}, with the time at which the oldest record
 * arrived (Firehose developer guide, "Amazon S3 object name format").
 */
final class ObjectName {
    private static final Pattern TIMESTAMP = Pattern.compile("!\\{timestamp:([^}]*)}");
    private static final DateTimeFormatter FOLDERS = utc("yyyy/MM/dd/HH/");
    private static final DateTimeFormatter NAME = utc("yyyy-MM-dd-HH-mm-ss");

    private ObjectName() {}

    static String of(String stream, DeliverySettings settings, Instant oldest) {
        String prefix = settings.prefix();
        Matcher expression = TIMESTAMP.matcher(prefix);
        String folders = expression.find()
                ? expression.replaceAll(
                        match -> Matcher.quoteReplacement(utc(match.group(1)).format(oldest)))
                : prefix + FOLDERS.format(oldest);
        return folders + stream + "-1-" + NAME.format(oldest) + "-" + UUID.randomUUID()
                + (settings.gzip() ? ".gz" : "");
    }

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }
}
