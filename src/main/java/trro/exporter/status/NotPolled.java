package trro.exporter.status;

import java.util.List;
import java.util.Optional;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.ProjectInventory;

/**
 * Counts of projects and devices that TRRO's lists name and nobody asks for.
 *
 * @param excluded devices that the configuration does not want
 * @param dropped devices that are wanted, of projects that have more than their maximum
 * @param projects projects that are wanted, of accounts that have more than their maximum
 */
record NotPolled(int excluded, int dropped, int projects) {

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
                shown.stream().mapToInt(ProjectInventory::excluded).sum(),
                shown.stream().mapToInt(ProjectInventory::dropped).sum(),
                only.isPresent()
                        ? 0
                        : inventories.stream()
                                .mapToInt(AccountInventory::droppedProjects)
                                .sum());
        return Optional.of(all).filter(counts -> counts.excluded + counts.dropped + counts.projects > 0);
    }
}
