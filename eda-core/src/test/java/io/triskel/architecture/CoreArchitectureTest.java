package io.triskel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.triskel.event.Envelope;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds {@link CoreRules} against the compiled core, and against classes made to break every one of them. */
class CoreArchitectureTest {
    private static final String SINS = "io.triskel.architecture.sins";

    @TestFactory
    Stream<DynamicTest> the_core_keeps_every_rule() {
        JavaClasses core = core();

        return new CoreRules("io.triskel")
                .all()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(core)));
    }

    /** A type that only serves one other type is nested in it, so that the index of the Javadoc can be read. */
    @Test
    void the_core_has_no_more_public_types_than_it_says() {
        long files = core().stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .count();

        assertThat(files).isLessThanOrEqualTo(129);
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

    /** From where the core itself was loaded, so that no test class is among them. */
    private static JavaClasses core() {
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/architecture/"))
                .importUrl(Envelope.class.getProtectionDomain().getCodeSource().getLocation());
    }
}
