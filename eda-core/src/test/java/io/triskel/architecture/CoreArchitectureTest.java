package io.triskel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import io.triskel.readme.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds {@link CoreRules} against the compiled core, and against classes made to break every one of them. */
class CoreArchitectureTest {
    private static final String SINS = "io.triskel.architecture.sins";

    /** Public for the codec alone, and not in the Javadoc. */
    private static final String TECHNICAL = "io.triskel.json";

    /** Imported once for all tests. */
    private static final JavaClasses CORE = core();

    private static final List<TypeForAdapters> FOR_ADAPTERS = publicTypes(CoreArchitectureTest::isForAdapters)
            .map(name -> TypeForAdapters.of(name.replace('$', '.')))
            .toList();

    private static final int USERS = 209;
    private static final int ADAPTERS = 98;

    /** What an application looks like: the demonstrator, the project of {@code triskel new}, and the pages that teach. */
    private static final List<String> APPLICATIONS = List.of(
            "demo-order-pipeline/orders/src/main/java/",
            "eda-hosting/src/main/java/",
            "demo-order-pipeline/orders-driver/src/main/java/",
            "demo-order-pipeline/order-gcp/src/main/java/",
            "cli/src/main/resources/new/",
            "docs/first-programs.md",
            "docs/examples.md",
            "docs/getting-started.md",
            "README.md");

    /** Counts what the pipeline does at the ports, for {@code ./triskel size}: a measuring instrument next to the application. */
    private static final String INSTRUMENT = "/io/triskel/orders/memory/StoreWork.java";

    @TestFactory
    Stream<DynamicTest> the_core_keeps_every_rule() {
        return new CoreRules("io.triskel")
                .all()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CORE)));
    }

    /** Nested types count: the reader of the Javadoc meets them all the same. */
    @Test
    void users_of_the_core_see_no_more_public_types_than_this() {
        assertThat(publicTypes(type -> !isForAdapters(type))).hasSizeLessThanOrEqualTo(USERS);
    }

    @Test
    void authors_of_adapters_see_no_more_further_types_than_this() {
        assertThat(publicTypes(CoreArchitectureTest::isForAdapters)).hasSizeLessThanOrEqualTo(ADAPTERS);
    }

    @Test
    void no_application_names_a_type_for_adapters() throws IOException {
        Set<String> texts = new TreeSet<>();
        List<String> found = new ArrayList<>();
        for (Path file : Stream.concat(Sources.all(".java"), Sources.all(".md")).toList()) {
            String path = Sources.belowTop(file);
            APPLICATIONS.stream().filter(path::startsWith).forEach(texts::add);
            if (APPLICATIONS.stream().anyMatch(path::startsWith)) {
                namesForAdapters(Files.readString(file)).stream()
                        .filter(name -> !path.endsWith(INSTRUMENT))
                        .forEach(name -> found.add(path + ": " + name));
            }
        }

        assertThat(texts).containsExactlyInAnyOrderElementsOf(APPLICATIONS);
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import io.triskel.store.KeyForm;",
                "import static io.triskel.store.KeyForm.of;",
                "import io.triskel.inbox.Inbox.ClaimResult.Claimed;",
                "Inbox.Claim claim = claim();",
                "Inbox.ClaimResult.Claimed claimed = claimed();"
            })
    void an_application_that_names_one_is_found(String line) {
        assertThat(namesForAdapters(line)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"import io.triskel.inbox.Inbox;", "import io.triskel.saga.SagaRow.PendingCommand;"})
    void an_application_that_names_a_port_is_not(String line) {
        assertThat(namesForAdapters(line)).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> every_rule_can_fail() {
        JavaClasses sins = new ClassFileImporter().importPackages(SINS);

        return new CoreRules(SINS)
                .all()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getDescription(),
                        () -> assertThat(rule.evaluate(sins).hasViolation()).isTrue()));
    }

    /** {@return the types for adapters that a text names: a nested type by its outer one, any type by its package} */
    private static List<String> namesForAdapters(String text) {
        return FOR_ADAPTERS.stream()
                .filter(type -> type.isNamed(text))
                .map(TypeForAdapters::name)
                .toList();
    }

    private record TypeForAdapters(String name, String simple, Pattern said) {
        static TypeForAdapters of(String name) {
            String simple = name.replaceFirst("[a-z.]+", "");
            String said = simple.contains(".") ? "(" + name + "|\\b" + simple + ")" : name;
            return new TypeForAdapters(name, simple, Pattern.compile(said.replace(".", "\\.") + "\\b"));
        }

        boolean isNamed(String text) {
            return text.contains(simple) && said.matcher(text).find();
        }
    }

    private static Stream<String> publicTypes(Predicate<JavaClass> which) {
        return CORE.stream()
                .filter(CoreArchitectureTest::isAccessible)
                .filter(type -> !type.getPackageName().equals(TECHNICAL))
                .filter(which)
                .map(JavaClass::getName);
    }

    private static boolean isAccessible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass()
                        .map(CoreArchitectureTest::isAccessible)
                        .orElse(true);
    }

    private static boolean isForAdapters(JavaClass type) {
        return type.isAnnotatedWith(ForAdapters.class)
                || type.getEnclosingClass()
                        .map(CoreArchitectureTest::isForAdapters)
                        .orElse(false);
    }

    /** From where the core itself was loaded, so that no test class is among them. */
    private static JavaClasses core() {
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/architecture/"))
                .importUrl(Envelope.class.getProtectionDomain().getCodeSource().getLocation());
    }
}
