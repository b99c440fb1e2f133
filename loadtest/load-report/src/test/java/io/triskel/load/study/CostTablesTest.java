package io.triskel.load.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.score.Qualification;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.plan.Range;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostTablesTest {
    private static final Words ENGLISH = Words.in(Language.ENGLISH, Clouds.installed());
    private static final Words FRENCH = Words.in(Language.FRENCH, Clouds.installed());

    private static final Pattern RESULT = Pattern.compile("\\[(docs/results/[^]]+)]\\([^)]+\\)#(/.+)");

    private static final StudyData DATA = StudyHome.DATA;

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void the_parts_of_a_bill_add_up_to_the_cost(String profile) {
        for (Qualification entry : DATA.evaluation(profile).orElseThrow().entries()) {
            Range cost = entry.priced().orElseThrow().usdAMonth();
            Range sum = entry.priced().orElseThrow().usdAMonthByPart().values().stream()
                    .reduce(Range.ZERO, Range::plus);

            assertThat(sum.low()).isCloseTo(cost.low(), within(0.01));
            assertThat(sum.high()).isCloseTo(cost.high(), within(0.01));
        }
        assertThat(CostTables.parts(DATA, ENGLISH, "bank-orders").markdown())
                .startsWith("| Part of the bill | AWS | Azure | Google |\n")
                .contains("| Bus | ", "| Archive | ", "| Store | ", "| Logs | 0 to ");
    }

    @Test
    void an_unchanged_workload_costs_what_the_evaluation_says() {
        String table = CostTables.sensitivity(DATA, ENGLISH, "iot-fleet").markdown();

        assertThat(table).contains("| as stated | 1,724 to 3,966 | 3,324 to 12,522 | 3,041 to 39,251 |\n");
    }

    @Test
    void another_offer_that_is_then_the_cheapest_is_marked_and_a_cloud_without_one_has_a_dash() {
        assertThat(CostTables.sensitivity(DATA, ENGLISH, "bank-orders").markdown())
                .contains("\u00a0\\* |")
                .doesNotContain("| –");
        assertThat(CostTables.sensitivity(DATA, ENGLISH, "iot-fleet").markdown())
                .contains("\u00a0\\* |");
    }

    @Test
    void each_table_has_the_same_rows_in_french() {
        for (String profile : StudyData.PROFILES) {
            assertThat(rows(CostTables.parts(DATA, FRENCH, profile)))
                    .isEqualTo(rows(CostTables.parts(DATA, ENGLISH, profile)));
            assertThat(rows(CostTables.sensitivity(DATA, FRENCH, profile)))
                    .isEqualTo(rows(CostTables.sensitivity(DATA, ENGLISH, profile)));
        }
        assertThat(CostTables.doubts(DATA, FRENCH, "").markdown())
                .contains("| non lus chez le fournisseur | 100\u00a0% |");
        assertThat(rows(CostTables.doubts(DATA, FRENCH, ""))).isEqualTo(rows(CostTables.doubts(DATA, ENGLISH, "")));
    }

    @Test
    void published_latencies_have_their_sources_in_both_languages() {
        assertThat(PublishedTable.of(DATA, ENGLISH, "").markdown())
                .contains("| AWS | Kinesis, enhanced fan-out | typically 70 ms | ")
                .contains("https://github.com/joe4dev/trigger-bench/");
        assertThat(rows(PublishedTable.of(DATA, FRENCH, ""))).isEqualTo(rows(PublishedTable.of(DATA, ENGLISH, "")));
    }

    @Test
    void a_figure_of_a_result_is_what_the_result_says() throws IOException {
        int results = 0;
        for (Declared one : Declared.read(
                StudyHome.TOP.resolve("study/figures/load-tests.yaml"),
                Units.read(StudyHome.TOP.resolve("study/units.yaml")))) {
            Matcher result = RESULT.matcher(one.figure().source().orElseThrow().en());
            if (result.matches()) {
                results++;
                assertThat(one.figure().range().orElseThrow().high())
                        .as(one.figure().id())
                        .isEqualTo(new ObjectMapper()
                                .readTree(StudyHome.TOP.resolve(result.group(1)).toFile())
                                .at(result.group(2))
                                .doubleValue());
            }
        }
        assertThat(results).isGreaterThan(3);
    }

    private static long rows(Block.Shown table) {
        return table.markdown().lines().count();
    }
}
