"""What all screens share: pages and fragments, forms, tables, navigation, panels, the feature manifest."""
