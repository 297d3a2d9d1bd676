package trro.exporter.status;

import java.util.List;
import java.util.Optional;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.ProjectInventory;

/**
 * Counts of projects and devices that TRRO's lists name and nobody asks for, in words.
 *
 * @param excluded devices that the configuration does not want
 * @param dropped devices that are wanted, of projects that have more than their maximum
 * @param projects projects that are wanted, of accounts that have more than their maximum
 */
record NotPolled(Optional<String> excluded, Optional<String> dropped, Optional<String> projects) {

    /**
     * Empty where everything that is named is polled.
     *
     * @param only the one project that matters, if not all do
     */
    static Optional<NotPolled> of(List<AccountInventory> inventories, Optional<String> only) {
        List<ProjectInventory> shown = inventories.stream()
                .flatMap(inventory -> inventory.projects().stream())
                .filter(project -> only.isEmpty() || only.get().equals(project.id()))
                .toList();
        NotPolled all = new NotPolled(
                some(shown.stream().mapToInt(ProjectInventory::excluded).sum()),
                some(shown.stream().mapToInt(ProjectInventory::dropped).sum()),
                only.isPresent()
                        ? Optional.empty()
                        : some(inventories.stream()
                                .mapToInt(AccountInventory::droppedProjects)
                                .sum()));
        return Optional.of(all)
                .filter(counts ->
                        counts.excluded.isPresent() || counts.dropped.isPresent() || counts.projects.isPresent());
    }

    private static Optional<String> some(int count) {
        return count == 0 ? Optional.empty() : Optional.of(DisplayText.count(count));
    }
}
