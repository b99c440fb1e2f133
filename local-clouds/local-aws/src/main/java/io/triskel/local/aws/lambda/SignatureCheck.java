package io.triskel.local.aws.lambda;

import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.wire.AccessKey;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks the signature of a call, version 4 in the header {@code Authorization} (IAM user guide, "AWS Signature Version
 * 4 for API requests"). Signatures in a query, signatures of version 4A, session tokens and unsigned payloads are not
 * emulated: function URLs accept no unsigned payload (re:Post QUPuq7VvHJRwWxVA3XJIgNKQ). Whether the caller may make the
 * call is the caller's of this class to check.
 */
final class SignatureCheck {
    static final String REGION = "us-east-1";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SERVICE = "lambda";
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern AUTHORIZATION = Pattern.compile(ALGORITHM
            + " +Credential=(?<key>[^/, ]+)/(?<day>\\d{8})/(?<region>[^/, ]*)/(?<service>[^/, ]*)/aws4_request *, *"
            + "SignedHeaders=(?<headers>[^, ]+) *, *Signature=(?<signature>[0-9a-f]{64})");

    private final Identities identities;
    private final Refusal unsigned;
    private final InstantSource clock;

    /** @param unsigned the answer to a call without a signature */
    SignatureCheck(Identities identities, Refusal unsigned, InstantSource clock) {
        this.identities = identities;
        this.unsigned = unsigned;
        this.clock = clock;
    }

    /**
     * An answer with status 403.
     *
     * @param type the header {@code x-amzn-ErrorType}
     * @param body JSON
     */
    record Refusal(String type, String body) {
        static Refusal of(String type, String message) {
            return new Refusal(type, "{\"message\":\"" + message + "\"}");
        }

        private static Refusal invalid(String message) {
            return of("InvalidSignatureException", message);
        }
    }

    /** {@return the id of the key that signed a call} */
    static String caller(HttpExchange call) {
        return Identities.keyId(Optional.ofNullable(call.getRequestHeaders().getFirst("Authorization"))
                .orElse(""));
    }

    /** {@return why the call is denied; empty if it is signed with a known key} */
    Optional<Refusal> refusal(HttpExchange call, byte[] body) {
        Matcher authorization = AUTHORIZATION.matcher(
                Optional.ofNullable(call.getRequestHeaders().getFirst("Authorization"))
                        .orElse(""));
        if (!authorization.matches()) {
            return Optional.of(unsigned);
        }
        Optional<AccessKey> key = identities.key(authorization.group("key"));
        if (key.isEmpty()) {
            return Optional.of(Refusal.of(
                    "UnrecognizedClientException", "The security token included in the request is invalid."));
        }
        return scopeProblem(authorization).or(() -> signatureProblem(authorization, key.get(), call, body));
    }

    private static Optional<Refusal> scopeProblem(Matcher authorization) {
        if (!authorization.group("service").equals(SERVICE)) {
            return Optional.of(Refusal.invalid("Credential should be scoped to correct service: '" + SERVICE + "'."));
        }
        return authorization.group("region").equals(REGION)
                ? Optional.empty()
                : Optional.of(Refusal.invalid("Credential should be scoped to a valid region."));
    }

    private Optional<Refusal> signatureProblem(Matcher authorization, AccessKey key, HttpExchange call, byte[] body) {
        String time = Optional.ofNullable(call.getRequestHeaders().getFirst("X-Amz-Date"))
                .orElse("");
        List<String> signed = List.of(authorization.group("headers").split(";", -1));
        if (!time.startsWith(authorization.group("day")) || !isNow(time)) {
            return Optional.of(Refusal.invalid("Signature expired or not yet current: " + printable(time)
                    + " is not within 5 min. of " + TIME.format(clock.instant())));
        }
        if (!signed.contains("host") || !signed.contains("x-amz-date")) {
            return Optional.of(
                    Refusal.invalid("'Host' and 'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization."));
        }
        String scope = authorization.group("day") + "/" + REGION + "/" + SERVICE + "/aws4_request";
        String toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n"
                + hex(sha256(canonical(call, signed, body).getBytes(StandardCharsets.UTF_8)));
        byte[] expected = hmac(signingKey(key, authorization.group("day")), toSign);
        return MessageDigest.isEqual(expected, HexFormat.of().parseHex(authorization.group("signature")))
                ? Optional.empty()
                : Optional.of(
                        Refusal.invalid("The request signature we calculated does not match the signature you provided."
                                + " Check your AWS Secret Access Key and signing method."
                                + " Consult the service documentation for details."));
    }

    private boolean isNow(String time) {
        try {
            Instant then = TIME.parse(time, Instant::from);
            return Duration.between(then, clock.instant()).abs().compareTo(CLOCK_SKEW) <= 0;
        } catch (DateTimeParseException noTime) {
            return false;
        }
    }

    private static String canonical(HttpExchange call, List<String> signed, byte[] body) {
        StringBuilder request = new StringBuilder(call.getRequestMethod())
                .append('\n')
                // All services but S3 encode the sent path once more.
                .append(encoded(call.getRequestURI().getRawPath()).replace("%2F", "/"))
                .append('\n')
                .append(query(
                        Optional.ofNullable(call.getRequestURI().getRawQuery()).orElse("")))
                .append('\n');
        for (String name : signed) {
            List<String> values = call.getRequestHeaders().getOrDefault(name, List.of());
            request.append(name)
                    .append(':')
                    .append(String.join(
                            ",",
                            values.stream()
                                    .map(value -> value.strip().replaceAll(" +", " "))
                                    .toList()))
                    .append('\n');
        }
        return request.append('\n')
                .append(String.join(";", signed))
                .append('\n')
                .append(hex(sha256(body)))
                .toString();
    }

    private static String query(String raw) {
        return raw.isEmpty()
                ? ""
                : Arrays.stream(raw.split("&", -1))
                        .map(Parameter::of)
                        .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
                        .map(parameter -> parameter.name() + "=" + parameter.value())
                        .collect(Collectors.joining("&"));
    }

    private record Parameter(String name, String value) {
        static Parameter of(String pair) {
            int equals = pair.indexOf('=');
            return new Parameter(
                    encoded(decoded(equals < 0 ? pair : pair.substring(0, equals))),
                    encoded(decoded(equals < 0 ? "" : pair.substring(equals + 1))));
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** All but letters, digits, - . _ and ~ as percent and two capital hexadecimal digits. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static byte[] signingKey(AccessKey key, String day) {
        byte[] derived = ("AWS4" + key.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(day, REGION, SERVICE, "aws4_request")) {
            derived = hmac(derived, part);
        }
        return derived;
    }

    private static byte[] hmac(byte[] with, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(with, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", impossible);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The caller's text must not break the answer's JSON. */
    private static String printable(String text) {
        return text.replaceAll("[^\\w-]", "");
    }
}
