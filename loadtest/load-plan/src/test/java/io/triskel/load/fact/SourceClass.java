package io.triskel.load.fact;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a source must have for its class: docs/decisions/0112. */
final class SourceClass {
    /** Hosts on which a vendor, or the body that issues a rule, publishes; copies of their pages elsewhere do not count. */
    private static final Set<String> HOSTS = Set.of(
            "aws.amazon.com",
            "docs.aws.amazon.com",
            "learn.microsoft.com",
            "docs.microsoft.com",
            "azure.microsoft.com",
            "techcommunity.microsoft.com",
            "cloud.google.com",
            "docs.cloud.google.com",
            "firebase.google.com",
            "eur-lex.europa.eu",
            "cyber.gouv.fr",
            "www.bsi.bund.de",
            "doi.org");

    /** Owners of the vendors' repositories. */
    private static final Set<String> OWNERS = Set.of(
            "aws",
            "awsdocs",
            "awslabs",
            "aws-samples",
            "boto",
            "microsoft",
            "MicrosoftDocs",
            "Azure",
            "dotnet",
            "googleapis",
            "google",
            "GoogleCloudPlatform");

    private static final Pattern COMMIT = Pattern.compile("/([^/]+)/[^/]+/blob/[0-9a-f]{40}/.+");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}(-\\d{2})?");
    private static final Pattern UNDATED = Pattern.compile("undated( copy)?, read \\d{4}-\\d{2}-\\d{2}");

    private SourceClass() {}

    /** {@return what is wrong, in words; empty if nothing is} */
    static List<String> faults(String confidence, String url, String asOf, String quote) {
        List<String> faults = new ArrayList<>();
        if (confidence.equals("unverified")) {
            return faults;
        }
        if (url.isBlank()) {
            faults.add("no address");
        } else if (confidence.equals("official") && !vendors(URI.create(url))) {
            faults.add("not a vendor's: " + url);
        }
        if (!DATE.matcher(asOf).matches() && !UNDATED.matcher(asOf).matches()) {
            faults.add("no date: " + asOf);
        }
        if (confidence.equals("official") && quote.isBlank()) {
            faults.add("no words quoted");
        }
        return faults;
    }

    private static boolean vendors(URI url) {
        Matcher commit = COMMIT.matcher(url.getPath());
        return "https".equals(url.getScheme())
                && (HOSTS.contains(url.getHost())
                        || ("github.com".equals(url.getHost())
                                && commit.matches()
                                && OWNERS.contains(commit.group(1))));
    }
}
