package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AzureTablesTest {
    @Test
    void names_are_such_as_azure_takes_and_all_different() {
        List<String> names = new AzureTables("a".repeat(52)).names();

        assertThat(names).allMatch(name -> name.matches("[a-zA-Z][a-zA-Z0-9]{2,62}"));
        assertThat(names.stream().map(name -> name.toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
    }

    @Test
    void a_prefix_that_makes_no_names_is_refused() {
        for (String prefix : List.of("", "1a", "a-b", "a".repeat(53), "ä")) {
            assertThatIllegalArgumentException().as(prefix).isThrownBy(() -> new AzureTables(prefix));
        }
    }
}
