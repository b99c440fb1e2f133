package io.triskel.hosting;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class HostingArchitectureTest {
    private static final JavaClasses HOSTING =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.triskel.hosting");

    @Test
    void knows_the_core_and_no_cloud() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("io.triskel..", "java..", "com.fasterxml.jackson..", "org.jspecify.."))
                .check(HOSTING);
    }

    @Test
    void knows_no_application() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.triskel.orders.."))
                .check(HOSTING);
    }

    @Test
    void its_packages_form_no_circle() {
        slices().matching("io.triskel.hosting.(*)..").should().beFreeOfCycles().check(HOSTING);
    }

    @Test
    void no_state_hides_in_static_fields() {
        fields().that().areStatic().should().beFinal().check(HOSTING);
    }
}
