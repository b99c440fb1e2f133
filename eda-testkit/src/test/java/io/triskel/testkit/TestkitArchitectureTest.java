package io.triskel.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.triskel.memory.InMemoryPersonalKeys;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** A contract is worth what it cannot be talked out of. */
class TestkitArchitectureTest {
    private static final JavaClasses TESTKIT =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.triskel.testkit");

    @Test
    void no_test_of_a_contract_can_be_overridden() {
        methods()
                .that()
                .areAnnotatedWith(Test.class)
                .or()
                .areAnnotatedWith(ParameterizedTest.class)
                .should()
                .beFinal()
                .check(TESTKIT);
    }

    @Test
    void no_test_of_a_contract_can_be_skipped() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Assumptions.class, Disabled.class, org.assertj.core.api.Assumptions.class)
                .check(TESTKIT);
    }

    /** Keys are handed to stores that encode; they are not what those contracts are about. */
    @Test
    void a_contract_knows_the_port_and_no_implementation() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Contract")
                .should()
                .dependOnClassesThat(resideInAPackage("io.triskel.memory..").and(not(type(InMemoryPersonalKeys.class))))
                .check(TESTKIT);
    }

    @Test
    void the_kit_brings_junit_and_assertj_and_nothing_else() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.triskel..",
                        "java..",
                        "javax.crypto..",
                        "com.fasterxml.jackson..",
                        "org.jspecify..",
                        "org.junit..",
                        "org.opentest4j..",
                        "org.assertj.."))
                .check(TESTKIT);
    }
}
