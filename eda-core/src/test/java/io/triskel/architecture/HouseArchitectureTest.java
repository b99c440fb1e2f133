package io.triskel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.architecture.HouseRules.Source;
import io.triskel.readme.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds {@link HouseRules} against the main sources and POMs of all modules, and against files made to break each of them. */
class HouseArchitectureTest {
    private static final String CODE = "src/main/java/io/triskel/";

    private static final Map<String, List<Source>> SINS = Map.of(
            "a module of one cloud names no other, in code, comments and POM",
            List.of(new Source("adapter-gcp", CODE + "gcp/A.java", "/** Unlike Kinesis, this one waits. */")),
            "no class path holds two clouds",
            List.of(new Source("loadtest/target-aws", "pom.xml", dependency("adapter-azure"))),
            "a stand-in knows neither the core nor an adapter",
            List.of(new Source("local-clouds/local-aws", "pom.xml", dependency("eda-core"))),
            "an adapter knows the core and no other module",
            List.of(new Source("adapter-aws", CODE + "aws/A.java", "import io.triskel.orders.Order;")),
            "adapters and stand-ins use the libraries of their cloud only",
            List.of(new Source("local-clouds/local-gcp", CODE + "local/gcp/A.java", "import org.apache.qpid.A;")),
            "a list of clouds stands nowhere: descriptors are asked",
            List.of(
                    new Source("cli", CODE + "cli/A.java", "List.of(\"aws\", \"gcp\")"),
                    new Source("cli", CODE + "cli/B.java", "/** Not on azure. */ isOn(\"gcp\")"),
                    new Source("loadtest/load-plan", CODE + "load/size/A.java", "\"aws\", \"azure\""),
                    new Source("loadtest/target-aws", CODE + "load/aws/A.java", "\"aws\", \"azure\"")),
            "every package has a front page and is @NullMarked",
            List.of(new Source("cli", CODE + "cli/A.java", "class A {}")),
            "the packages of a module form no circle",
            List.of(
                    new Source("adapter-aws", CODE + "aws/a/A.java", "import io.triskel.aws.b.B;"),
                    new Source("adapter-aws", CODE + "aws/b/B.java", "import static io.triskel.aws.a.A.a;")),
            "no file has more than 300 lines, but for those that are listed",
            List.of(new Source("adapter-aws", CODE + "aws/A.java", "// One line.\n".repeat(301))),
            "no class is constructed of more than seven parts, but for those that are listed",
            List.of(new Source(
                    "adapter-aws",
                    CODE + "aws/A.java",
                    "    A(\n" + "            String part,\n".repeat(7) + "            String last) {\n")));

    @TestFactory
    Stream<DynamicTest> the_house_keeps_every_rule() throws IOException {
        List<Source> house = house();

        assertThat(house).extracting(Source::module).contains("eda-core", "adapter-aws", "local-clouds/local-aws");
        assertThat(house).extracting(Source::path).anyMatch(path -> path.endsWith("/report.css"));
        return HouseRules.all().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertThat(rule.getValue().violations(house)).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> every_rule_can_fail() {
        return HouseRules.all().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertThat(rule.getValue().violations(SINS.get(rule.getKey())))
                                .hasSize(1)));
    }

    private static String dependency(String artifact) {
        return "<dependency> <groupId>io.triskel</groupId> <artifactId>" + artifact + "</artifactId> </dependency>";
    }

    /** The sources and POMs, and the style sheets and scripts of the pages that the load test writes. */
    private static List<Source> house() throws IOException {
        List<Source> house = new ArrayList<>();
        for (Path file : Stream.of(Sources.main(), Sources.all("pom.xml"), Sources.all(".css"), Sources.all(".js"))
                .flatMap(files -> files)
                .toList()) {
            String path = Sources.belowTop(file);
            boolean isPage = path.contains("/src/main/resources/io/triskel/");
            int end = path.indexOf(
                    path.endsWith(".java") ? "/src/main/java/" : isPage ? "/src/main/resources/" : "/pom.xml");
            if (end >= 0 && (isPage || !path.contains("/resources/"))) {
                house.add(new Source(path.substring(0, end), path.substring(end + 1), Files.readString(file)));
            }
        }
        return house;
    }
}
