package io.triskel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.triskel.event.Envelope;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds {@link CoreRules} against the compiled core, and against classes made to break every one of them. */
class CoreArchitectureTest {
    private static final String SINS = "io.triskel.architecture.sins";

    /** Public for the codec alone, and not in the Javadoc. */
    private static final String TECHNICAL = "io.triskel.json";

    /** Types that packages below {@code spi} use, too. */
    private static final Set<String> SPI_ELSEWHERE = Set.of("KeyForm", "KeyRing", "Remembered", "StoredFormat");

    @TestFactory
    Stream<DynamicTest> the_core_keeps_every_rule() {
        JavaClasses core = core();

        return new CoreRules("io.triskel")
                .all()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(core)));
    }

    /** A type that only serves one other type is nested in it, so that the index of the Javadoc can be read. */
    @Test
    void users_of_the_core_see_no_more_public_types_than_this() {
        assertThat(publicTypes(type -> !isSpi(type))).hasSizeLessThanOrEqualTo(137);
    }

    @Test
    void authors_of_adapters_see_no_more_further_types_than_this() {
        assertThat(publicTypes(CoreArchitectureTest::isSpi)).hasSizeLessThanOrEqualTo(15);
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

    private static Stream<String> publicTypes(Predicate<JavaClass> which) {
        return core().stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getPackageName().equals(TECHNICAL))
                .filter(which)
                .map(JavaClass::getName);
    }

    private static boolean isSpi(JavaClass type) {
        return type.getPackageName().equals("io.triskel.spi") || SPI_ELSEWHERE.contains(type.getSimpleName());
    }

    /** From where the core itself was loaded, so that no test class is among them. */
    private static JavaClasses core() {
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/architecture/"))
                .importUrl(Envelope.class.getProtectionDomain().getCodeSource().getLocation());
    }
}
