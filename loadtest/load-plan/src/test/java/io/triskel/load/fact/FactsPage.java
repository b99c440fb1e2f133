package io.triskel.load.fact;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The part of {@code docs/capacities-and-limits.md} that the facts make: a matrix for each area, and the sources. */
final class FactsPage {
    private static final Map<String, String> AREAS = areas();

    private FactsPage() {}

    private static Map<String, String> areas() {
        Map<String, String> areas = new LinkedHashMap<>();
        areas.put("bus", "Buses: Kinesis Data Streams, Event Hubs, Pub/Sub");
        areas.put("archive", "Archives: Firehose, Capture, Cloud Storage subscriptions");
        areas.put("function", "Functions: Lambda, Azure Functions, Cloud Run functions");
        areas.put("store", "Stores: DynamoDB, Table Storage, Firestore");
        areas.put(
                "orchestration",
                "Orchestration: Step Functions, Lambda durable functions, Durable Functions, Workflows");
        areas.put("resilience", "Resilience: service levels, zones, regions");
        areas.put("protection", "Security: private access, audit, certificates");
        areas.put("sovereignty", "Offers for the EU");
        areas.put("other", "Other services");
        return areas;
    }

    static String of(Facts facts) {
        StringBuilder page = new StringBuilder();
        AREAS.forEach((area, title) -> {
            List<Fact> those = facts.all().stream()
                    .filter(fact -> fact.area().equals(area))
                    .toList();
            page.append("### ")
                    .append(title)
                    .append("\n\n")
                    .append(matrix(those))
                    .append('\n');
        });
        return page.append("### Sources\n\n").append(sources(facts.all())).toString();
    }

    private static String matrix(List<Fact> facts) {
        StringBuilder rows = new StringBuilder("| | AWS | Azure | Google Cloud |\n|---|---|---|---|\n");
        Set<String> topics = facts.stream().map(Fact::topic).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String topic : topics) {
            rows.append("| ").append(topic).append(" |");
            for (String cloud : List.of("aws", "azure", "gcp")) {
                String cell = facts.stream()
                        .filter(fact ->
                                fact.topic().equals(topic) && fact.cloud().equals(cloud))
                        .map(FactsPage::cell)
                        .collect(Collectors.joining("<br/>"));
                rows.append(' ').append(cell).append(cell.isEmpty() ? "|" : " |");
            }
            rows.append('\n');
        }
        return rows.toString();
    }

    private static String cell(Fact fact) {
        return fact.documented() + " (" + known(fact) + ") `[" + fact.id() + "]`";
    }

    /** {@return class and month of the source, in few words: what is official is not said to be} */
    private static String known(Fact fact) {
        if (fact.confidence().equals("unverified")) {
            return "unverified";
        }
        String month = fact.asOf().startsWith("undated")
                ? "read " + fact.asOf().replaceAll(".*read (\\d{4}-\\d{2}).*", "$1")
                : fact.asOf().replaceAll("(\\d{4}-\\d{2}).*", "$1");
        return fact.confidence().equals("official") ? month : fact.confidence() + ", " + month;
    }

    private static String sources(Collection<Fact> facts) {
        record Source(String title, Optional<String> url, String asOf, String confidence) {}
        Map<Source, Set<String>> sources = new LinkedHashMap<>();
        facts.forEach(fact -> sources.computeIfAbsent(
                        new Source(fact.source(), fact.url(), fact.asOf(), fact.confidence()),
                        none -> new LinkedHashSet<>())
                .add("`" + fact.id() + "`"));
        StringBuilder rows = new StringBuilder("| source | as of | confidence | facts |\n|---|---|---|---|\n");
        sources.forEach((source, ids) -> rows.append("| ")
                .append(source.url()
                        .map(url -> "[" + source.title() + "](" + url + ")")
                        .orElse(source.title() + ", no address"))
                .append(" | ")
                .append(source.asOf())
                .append(" | ")
                .append(source.confidence())
                .append(" | ")
                .append(String.join(", ", ids))
                .append(" |\n"));
        return rows.toString();
    }
}
