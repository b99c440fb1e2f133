package io.triskel.orders;

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

class OrdersArchitectureTest {
    private static final JavaClasses ORDERS =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.triskel.orders");

    @Test
    void the_pipeline_knows_the_core_and_no_cloud() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("io.triskel..", "java..", "com.fasterxml.jackson..", "org.jspecify.."))
                .check(ORDERS);
    }

    @Test
    void the_pipeline_is_written_against_ports_and_never_against_memory() {
        // An operator's process keeps in memory what serves one work of it.
        noClasses()
                .that()
                .resideOutsideOfPackage("io.triskel.hosting.operation..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.triskel.memory.."))
                .check(ORDERS);
    }

    @Test
    void its_services_form_no_circle() {
        slices().matching("io.triskel.orders.(*)..").should().beFreeOfCycles().check(ORDERS);
    }

    @Test
    void no_state_hides_in_static_fields() {
        fields().that().areStatic().should().beFinal().check(ORDERS);
    }
}
