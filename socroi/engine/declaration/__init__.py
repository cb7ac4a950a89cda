"""How an Excel function is declared, and what its body is handed."""
