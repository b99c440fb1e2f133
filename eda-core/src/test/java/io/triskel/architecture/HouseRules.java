package io.triskel.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules between modules, read from sources and POMs: comments are held to them too, and no module needs the classes of another
 * one to be looked at.
 */
final class HouseRules {
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?((?:[a-z_]\\w*\\.)+)[A-Z]");
    private static final Pattern OF_TRISKEL = Pattern.compile("\\bio\\.triskel\\.[a-z]+");
    private static final Pattern DEPENDENCY =
            Pattern.compile("(?s)<dependency>\\s*<groupId>[^<]*</groupId>\\s*<artifactId>([^<]*)</artifactId>");

    private static final List<Cloud> CLOUDS = List.of(
            new Cloud(
                    "aws",
                    Pattern.compile(
                            "\\bAWS\\b|Amazon|Kinesis|DynamoD[Bb]|Firehose|\\bS3\\b|CloudFormation|Step Functions"),
                    List.of("software.amazon.awssdk.", "com.amazonaws.services.lambda.", "org.crac.")),
            new Cloud(
                    "azure",
                    Pattern.compile("Azur|Event ?Hubs?\\b|Table Storage|Blob Storage|Key ?Vault|Durable Functions"),
                    List.of(
                            "com.azure.",
                            "com.microsoft.azure.functions.",
                            "com.microsoft.durabletask.",
                            "io.grpc.",
                            "org.apache.avro.",
                            "org.apache.qpid.",
                            "org.reactivestreams.",
                            "reactor.core.")),
            new Cloud(
                    "gcp",
                    Pattern.compile("Google|Pub/?Sub|Firestore|Cloud Run|Cloud Storage|Eventarc"),
                    List.of("com.google.", "io.grpc.", "io.cloudevents.", "org.apache.avro.")));

    /** For every module: the JDK with its HTTP server, Jackson and the annotations for nullness. */
    private static final List<String> FOR_ALL =
            List.of("java.", "javax.", "com.sun.net.httpserver.", "com.fasterxml.jackson.", "org.jspecify.");

    /** How many lines a file has that is read in one sitting. */
    private static final int LINES = 300;

    /** Longer than that: the contracts stay one class for each port, since authors of adapters extend them; the rest is to be cut. */
    private static final Set<String> LONG = Set.of(
            "eda-testkit/src/main/java/io/triskel/testkit/EventStoreContract.java",
            "eda-testkit/src/main/java/io/triskel/testkit/EveryKindOfRow.java",
            "eda-testkit/src/main/java/io/triskel/testkit/InboxContract.java",
            "eda-testkit/src/main/java/io/triskel/testkit/LeasedAppendContract.java",
            "eda-testkit/src/main/java/io/triskel/testkit/OutboxContract.java",
            "eda-testkit/src/main/java/io/triskel/testkit/ParkingLotContract.java",
            "eda-testkit/src/main/java/io/triskel/testkit/PublisherContract.java",
            "eda-testkit/src/main/java/io/triskel/testkit/RequestBudgetContract.java",
            "eda-testkit/src/main/java/io/triskel/testkit/SagaStoreContract.java",
            "eda-core/src/main/java/io/triskel/platform/Platform.java");

    /** A constructor of a class whose parameters stand on eight lines or more: so the formatter lays them out. */
    private static final Pattern CONSTRUCTOR = Pattern.compile(
            "(?m)^ ++(?:public |protected |private )?([A-Z]\\w*)\\(\\R(?: ++.*,\\R){7,}+ ++.*\\) (?:throws .*)?\\{$");

    /** Constructors of more than seven parameters that are to be given names yet. */
    private static final Set<String> WIDE = Set.of("cli/src/main/java/io/triskel/cli/WorkloadRun.java: WorkloadRun");

    private HouseRules() {}

    /** @param libraries the packages that an adapter and a stand-in for this cloud may use, each with a dot at its end */
    private record Cloud(String name, Pattern words, List<String> libraries) {}

    /**
     * A file of a module.
     *
     * @param module its folder, such as {@code local-clouds/local-aws}
     * @param path below that
     */
    record Source(String module, String path, String text) {
        private boolean isPom() {
            return path.equals("pom.xml");
        }

        private boolean isJava() {
            return path.endsWith(".java");
        }

        private String folder() {
            return path.substring(0, path.lastIndexOf('/'));
        }

        private String packageName() {
            return folder().replaceFirst(".*src/main/java/", "").replace('/', '.');
        }

        private String moduleName() {
            return module.substring(module.lastIndexOf('/') + 1);
        }

        private boolean isOfAdapter() {
            return moduleName().startsWith("adapter-");
        }

        private boolean isOfStandIn() {
            return moduleName().startsWith("local-") && !moduleName().equals("local-clouds");
        }

        private Optional<Cloud> cloud() {
            Set<String> words = Set.of(moduleName().split("-"));
            return CLOUDS.stream().filter(cloud -> words.contains(cloud.name())).findFirst();
        }

        /** {@return whether it has this as a text of Java, or as a word of a style sheet or a script} */
        private boolean names(String cloud) {
            return isJava()
                    ? text.contains('"' + cloud + '"')
                    : Pattern.compile("\\b" + cloud + "\\b").matcher(text).find();
        }

        private List<String> imports() {
            return found(IMPORT, 1);
        }

        private List<String> dependencies() {
            return isPom() ? found(DEPENDENCY, 1) : List.of();
        }

        private List<String> found(Pattern pattern, int group) {
            return pattern.matcher(text)
                    .results()
                    .map((MatchResult result) -> result.group(group))
                    .toList();
        }

        private String place() {
            return module + "/" + path;
        }

        private String says(String what) {
            return place() + ": " + what;
        }
    }

    /** A rule, with what a house says that breaks it. */
    @FunctionalInterface
    interface Rule {
        /** {@return what breaks the rule; empty if nothing does} */
        List<String> violations(List<Source> house);
    }

    static Map<String, Rule> all() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        rules.put("a module of one cloud names no other, in code, comments and POM", HouseRules::otherClouds);
        rules.put("no class path holds two clouds", HouseRules::twoClouds);
        rules.put("a stand-in knows neither the core nor an adapter", HouseRules::whatStandInsKnow);
        rules.put("an adapter knows the core and no other module", HouseRules::whatAdaptersKnow);
        rules.put("adapters and stand-ins use the libraries of their cloud only", HouseRules::libraries);
        rules.put("a list of clouds stands nowhere: descriptors are asked", HouseRules::listsOfClouds);
        rules.put("every package has a front page and is @NullMarked", HouseRules::frontPages);
        rules.put("the packages of a module form no circle", HouseRules::circles);
        rules.put("no file has more than 300 lines, but for those that are listed", HouseRules::longFiles);
        rules.put(
                "no class is constructed of more than seven parts, but for those that are listed",
                HouseRules::wideConstructors);
        return rules;
    }

    private static List<String> otherClouds(List<Source> house) {
        return house.stream()
                .filter(source -> source.cloud().isPresent())
                .flatMap(source -> CLOUDS.stream()
                        .filter(cloud -> !cloud.equals(source.cloud().orElseThrow()))
                        .flatMap(cloud -> source.found(cloud.words(), 0).stream())
                        .map(source::says))
                .toList();
    }

    private static List<String> twoClouds(List<Source> house) {
        return house.stream()
                .filter(source -> !source.moduleName().equals("bom"))
                .flatMap(source -> source.dependencies().stream()
                        .filter(name -> CLOUDS.stream()
                                .filter(cloud -> !source.cloud().equals(Optional.of(cloud)))
                                .anyMatch(cloud -> name.endsWith("-" + cloud.name())))
                        .map(source::says))
                .toList();
    }

    private static List<String> whatStandInsKnow(List<Source> house) {
        return house.stream()
                .filter(Source::isOfStandIn)
                .flatMap(source -> Stream.concat(
                                source.dependencies().stream()
                                        .filter(name -> name.startsWith("eda-") || name.startsWith("adapter-")),
                                source.found(OF_TRISKEL, 0).stream().filter(name -> !name.equals("io.triskel.local")))
                        .map(source::says))
                .toList();
    }

    private static List<String> whatAdaptersKnow(List<Source> house) {
        Set<String> core = house.stream()
                .filter(source -> source.moduleName().startsWith("eda-") && source.isJava())
                .flatMap(source -> Pattern.compile("^io\\.triskel\\.[a-z]+")
                        .matcher(source.packageName())
                        .results()
                        .map(MatchResult::group))
                .filter(name -> !name.equals("io.triskel.memory") && !name.equals("io.triskel.testkit"))
                .collect(Collectors.toSet());
        return house.stream()
                .filter(source -> source.isOfAdapter() && source.isJava())
                .flatMap(source -> source.found(OF_TRISKEL, 0).stream()
                        .filter(name -> !core.contains(name))
                        .filter(name -> !name.equals(
                                "io.triskel." + source.cloud().orElseThrow().name()))
                        .map(source::says))
                .toList();
    }

    private static List<String> libraries(List<Source> house) {
        return house.stream()
                .filter(source -> (source.isOfAdapter() || source.isOfStandIn()) && source.isJava())
                .flatMap(source -> source.imports().stream()
                        .filter(name -> !name.startsWith("io.triskel."))
                        .filter(name -> Stream.concat(
                                        FOR_ALL.stream(),
                                        source.cloud().stream().flatMap(cloud -> cloud.libraries().stream()))
                                .noneMatch(name::startsWith))
                        .map(source::says))
                .toList();
    }

    /** Of one cloud alone code may speak; what sizes the clouds stands side by side in one module. */
    private static List<String> listsOfClouds(List<Source> house) {
        return house.stream()
                .filter(source -> !source.isPom() && source.cloud().isEmpty())
                .filter(source -> !source.path().contains("/io/triskel/load/size/"))
                .filter(source -> CLOUDS.stream()
                                .filter(cloud -> source.names(cloud.name()))
                                .count()
                        > 1)
                .map(source -> source.says("names two clouds"))
                .toList();
    }

    /** A package that two modules share has one: the class of a second one would be there twice. */
    private static List<String> frontPages(List<Source> house) {
        Set<String> marked = house.stream()
                .filter(source -> source.path().endsWith("/package-info.java"))
                .filter(source ->
                        source.text().startsWith("/**") && source.text().contains("\n@NullMarked\n"))
                .map(Source::folder)
                .collect(Collectors.toSet());
        return house.stream()
                .filter(Source::isJava)
                .filter(source -> !marked.contains(source.folder()))
                .map(source -> source.module() + "/" + source.folder())
                .distinct()
                .toList();
    }

    /** An adapter's own package, which has its front door and the clients that the packages below share, is looked at by nobody. */
    private static List<String> circles(List<Source> house) {
        Map<String, Map<String, Set<String>>> modules = new TreeMap<>();
        for (Source source : house) {
            if (source.isJava() && !(source.isOfAdapter() && isFront(source.packageName()))) {
                modules.computeIfAbsent(source.module(), module -> new TreeMap<>())
                        .computeIfAbsent(source.packageName(), name -> new TreeSet<>())
                        .addAll(source.imports().stream()
                                .map(name -> name.substring(0, name.length() - 1))
                                .toList());
            }
        }
        List<String> circles = new ArrayList<>();
        modules.forEach((module, packages) -> {
            Set<String> left = inCircles(packages);
            if (!left.isEmpty()) {
                circles.add(module + ": " + left);
            }
        });
        return circles;
    }

    /**
     * {@return the packages in circles, and those that use them} It removes the packages that use none of the others, then those that use
     * none of the remaining ones, and so on.
     */
    private static Set<String> inCircles(Map<String, Set<String>> packages) {
        Set<String> left = new TreeSet<>(packages.keySet());
        while (left.removeIf(
                name -> packages.get(name).stream().noneMatch(used -> !used.equals(name) && left.contains(used)))) {
            // Until nothing can be removed.
        }
        return left;
    }

    private static boolean isFront(String packageName) {
        return packageName.matches("io\\.triskel\\.[a-z]+");
    }

    private static List<String> longFiles(List<Source> house) {
        return differences(
                house.stream()
                        .filter(source ->
                                source.isJava() && source.text().lines().count() > LINES)
                        .map(Source::place),
                LONG,
                house);
    }

    private static List<String> wideConstructors(List<Source> house) {
        return differences(
                house.stream()
                        .filter(Source::isJava)
                        .flatMap(source -> source.found(CONSTRUCTOR, 1).stream().map(source::says)),
                WIDE,
                house);
    }

    /** {@return what is found and not listed, and what is listed for a module of the house and not found} */
    private static List<String> differences(Stream<String> found, Set<String> listed, List<Source> house) {
        Set<String> differences = found.collect(Collectors.toCollection(TreeSet::new));
        for (String known : listed) {
            if (house.stream().anyMatch(source -> known.startsWith(source.module() + "/"))
                    && !differences.remove(known)) {
                differences.add("listed, and not found: " + known);
            }
        }
        return List.copyOf(differences);
    }
}
